// The compiled product shows nothing to others, and leaves nothing open to inheritance by accident.
using System.Runtime.CompilerServices;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Architecture;

public sealed class TypeShapeTests
{
    private static readonly Type[] Types = [.. typeof(Dialect).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("Router.", StringComparison.Ordinal) == true)
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))];

    [Fact]
    public void No_type_is_public() => Types.Where(type => type.IsPublic).Should().BeEmpty();

    [Fact]
    public void Every_class_is_sealed_static_or_the_base_of_another() => Types
        .Where(type => type.IsClass && !type.IsSealed && !Types.Any(other => other.BaseType == type || IsGenericBase(type, other)))
        .Should().BeEmpty();

    private static bool IsGenericBase(Type type, Type other) =>
        other.BaseType is { IsGenericType: true } around && around.GetGenericTypeDefinition() == type;
}
