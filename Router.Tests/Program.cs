// Runs what is not a test: conformance, benchmarks, the kill loop, fuzzing.
using Router.Tests.Verbs;

return await VerbTable.RunAsync(args);
