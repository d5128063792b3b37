using PluginCi.Dsl.Hosting;

// Requests on standard input, responses on standard output. Nothing else is read or written.
await EvaluatorLoop.RunAsync(Enum.Parse<EvaluatorKind>(args[0]), Console.In, Console.Out);
