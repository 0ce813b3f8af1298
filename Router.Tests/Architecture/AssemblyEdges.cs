// Every edge between rooms that the compiled router shows: types, signatures, bodies, attributes.
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Router.Tests.Architecture;

/// <summary>
/// A nested or compiler-generated type belongs to the room of the type around it. The declaring, return and parameter
/// types of called methods count too: a constant that is passed leaves no other trace.
/// </summary>
internal sealed class AssemblyEdges
{
    private readonly HashSet<RoomEdge> _edges = [];
    private string _room = "";
    private string _place = "";

    public static IReadOnlyCollection<RoomEdge> Of(string assemblyPath)
    {
        using var module = ModuleDefinition.ReadModule(assemblyPath);
        var reader = new AssemblyEdges();
        foreach (var type in module.GetTypes())
        {
            if (RoomOf(type) is { } room)
            {
                reader._room = room;
                reader.Read(type);
            }
        }

        return reader._edges;
    }

    /// <summary>The room of a type of the router, or null for types of others and of the composition root.</summary>
    public static string? RoomOf(TypeReference type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } around)
        {
            outermost = around;
        }

        var words = outermost.Namespace.Split('.');
        return words is ["Router", var room, ..] ? room : null;
    }

    private void Read(TypeDefinition type)
    {
        _place = type.FullName;
        Note(type.BaseType);
        Note(type.Interfaces.Select(implemented => implemented.InterfaceType));
        Note((ICustomAttributeProvider)type);
        foreach (var generic in type.GenericParameters)
        {
            Note(generic);
        }

        foreach (var field in type.Fields)
        {
            _place = field.FullName;
            Note(field.FieldType);
            Note((ICustomAttributeProvider)field);
        }

        foreach (var property in type.Properties)
        {
            Note((ICustomAttributeProvider)property);
        }

        foreach (var method in type.Methods)
        {
            _place = method.FullName;
            Read(method);
        }
    }

    private void Read(MethodDefinition method)
    {
        NoteSignature(method);
        Note((ICustomAttributeProvider)method);
        foreach (var generic in method.GenericParameters)
        {
            Note(generic);
        }

        foreach (var parameter in method.Parameters)
        {
            Note((ICustomAttributeProvider)parameter);
        }

        foreach (var overridden in method.Overrides)
        {
            NoteSignature(overridden);
        }

        if (!method.HasBody)
        {
            return;
        }

        Note(method.Body.Variables.Select(local => local.VariableType));
        Note(method.Body.ExceptionHandlers.Select(handler => handler.CatchType));
        foreach (var instruction in method.Body.Instructions)
        {
            NoteOperand(instruction);
        }
    }

    private void NoteOperand(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Note(type);
                break;
            case FieldReference field:
                Note(field.DeclaringType);
                Note(field.FieldType);
                break;
            case MethodReference called:
                NoteSignature(called);
                break;
            case CallSite site:
                Note(site.ReturnType);
                Note(site.Parameters.Select(parameter => parameter.ParameterType));
                break;
            default:
                break;
        }
    }

    private void NoteSignature(MethodReference method)
    {
        Note(method.DeclaringType);
        Note(method.ReturnType);
        Note(method.Parameters.Select(parameter => parameter.ParameterType));
        if (method is GenericInstanceMethod generic)
        {
            Note(generic.GenericArguments);
        }
    }

    private void Note(ICustomAttributeProvider attributed)
    {
        foreach (var attribute in attributed.CustomAttributes)
        {
            NoteSignature(attribute.Constructor);
            var values = attribute.ConstructorArguments
                .Concat(attribute.Fields.Select(named => named.Argument))
                .Concat(attribute.Properties.Select(named => named.Argument));
            foreach (var value in values)
            {
                Note(value.Type);
                Note(value.Value as TypeReference);
            }
        }
    }

    private void Note(GenericParameter generic) => Note(generic.Constraints.Select(constraint => constraint.ConstraintType));

    private void Note(IEnumerable<TypeReference?> types)
    {
        foreach (var type in types)
        {
            Note(type);
        }
    }

    private void Note(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                Note(generic.ElementType);
                Note(generic.GenericArguments);
                return;
            case FunctionPointerType pointer:
                Note(pointer.ReturnType);
                Note(pointer.Parameters.Select(parameter => parameter.ParameterType));
                return;
            case TypeSpecification specification:
                Note(specification.ElementType);
                return;
            default:
                break;
        }

        if (RoomOf(type) is { } used && used != _room)
        {
            _edges.Add(new RoomEdge(_room, used, _place, type.FullName));
        }
    }
}
