using PluginCi.Dsl.Hosting;
using PluginCi.Model;

// One request on standard input, one response on standard output. Nothing else is read or written.
var request = ModelJson.Read<EvaluationRequest>(await Console.In.ReadToEndAsync());
var response = ScriptRunner.Run(request);
await Console.Out.WriteAsync(ModelJson.Write(response));
