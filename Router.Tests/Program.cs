// Runs what is not a test: conformance, benchmarks, fuzzing.
Console.WriteLine("router tests");
