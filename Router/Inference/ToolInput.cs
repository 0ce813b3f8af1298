// What a tool is called with.
namespace Router.Inference;

/// <summary>
/// JSON text of a function's arguments, or the free text of a custom tool. Messages has the arguments as an object
/// (<see cref="TextForm.Plain"/>), the others as a string that holds JSON (<see cref="TextForm.Escaped"/>).
/// </summary>
internal readonly record struct ToolInput(ReadOnlyMemory<byte> Utf8, TextForm Form);
