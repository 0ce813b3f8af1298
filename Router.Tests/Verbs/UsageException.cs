// Wrong usage of the command line: the text is shown and the program exits 2.
namespace Router.Tests.Verbs;

internal sealed class UsageException(string message) : Exception(message);
