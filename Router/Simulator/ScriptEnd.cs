// Why an answer ended.
namespace Router.Simulator;

internal enum ScriptEnd
{
    Stop,
    StopSequence,
    Length,
    ToolCalls,
    Filter,
    Refusal,
}
