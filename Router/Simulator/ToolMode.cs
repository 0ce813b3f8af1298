// What the caller said about calling tools.
namespace Router.Simulator;

internal enum ToolMode
{
    Auto,
    None,
    Required,
}
