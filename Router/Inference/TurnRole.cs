// Who speaks in a turn.
namespace Router.Inference;

/// <summary>Results of tools are parts of a <see cref="User"/> turn.</summary>
internal enum TurnRole
{
    User,
    Assistant,

    /// <summary>In mid-conversation; before it, it is an <see cref="Instruction"/>.</summary>
    System,

    /// <inheritdoc cref="System"/>
    Developer,
}
