// What the compiler writes for a call of Dapper is held to what this product needs of it.
using System.Text.RegularExpressions;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Architecture;

public sealed partial class DapperCallTests
{
    /// <summary>What is left out would be 0 in the code that is written, which for SQLite is no end.</summary>
    [Fact]
    public void Every_read_says_how_long_it_waits_for_a_busy_file() => Calls()
        .Where(call => !call.Text.Contains("connection.DefaultTimeout", StringComparison.Ordinal) && !call.Text.Contains("BusySeconds", StringComparison.Ordinal))
        .Should().BeEmpty();

    /// <summary>A call that is not, for a type that it cannot name, would make code at run time, which the product may not.</summary>
    [Fact]
    public void Every_read_has_code_that_the_compiler_wrote()
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(typeof(Dialect).Assembly.Location);
        var ofTheCompiler = module.GetTypes().Where(type => type.Name.EndsWith("DapperGeneratedInterceptors", StringComparison.Ordinal)).ToList();
        var called = module.GetTypes().Except(ofTheCompiler).SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions)
            .Select(instruction => (instruction.Operand as Mono.Cecil.MethodReference)?.DeclaringType.FullName)
            .ToList();
        called.Should().Contain(ofTheCompiler.Single().FullName).And.NotContain("Dapper.SqlMapper");
    }

    private static IEnumerable<(string Path, string Text)> Calls() =>
        from path in SourceTree.CSharpFiles()
        where path.StartsWith("Router/", StringComparison.Ordinal)
        from Match call in DapperCall().Matches(SourceTree.Read(path))
        select (path, call.Value);

    [GeneratedRegex(@"connection\s*\.(?:Query|QueryFirstOrDefault|ExecuteScalar)<[^;]*;")]
    private static partial Regex DapperCall();
}
