// The two kinds of tool that the simulator calls.
namespace Router.Simulator;

internal enum ToolKind
{
    /// <summary>Arguments are JSON that obeys a schema.</summary>
    Function,

    /// <summary>The input is free text.</summary>
    Custom,
}
