using System.Collections.Immutable;
using Jint;
using Jint.Native.Json;
using Jint.Runtime;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Asks the expressions of policies about jobs. Only the evaluator process calls it: it has the limits that an expression may still find a way around.</summary>
internal static class PolicyRunner
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static EvaluationResponse Run(PolicyCase judged)
    {
        var held = ImmutableArray.CreateBuilder<PolicyMatch>();
        var trouble = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var policy in judged.Policies)
        {
            foreach (var job in judged.Jobs)
            {
                var (holds, why) = Ask(policy, job, judged);
                if (holds)
                {
                    held.Add(new PolicyMatch(policy.Name, job.Name));
                }

                if (why is not null)
                {
                    trouble.Add(Places.ErrorAt(job.DeclaredAt, "PCI2415", $"job '{job.Name}' cannot be judged by policy '{policy.Name}' of the site, and so is refused: {why.TrimEnd('.')}. Tell those who keep the site ({policy.DeclaredAt})."));
                }
            }
        }

        return new EvaluationResponse { Held = held.ToImmutable(), Diagnostics = trouble.ToImmutable() };
    }

    // An engine of its own for each: no expression meets what another one left.
    private static (bool Holds, string? Trouble) Ask(PolicyPlan policy, JobPlan job, PolicyCase judged)
    {
        try
        {
            using var engine = new Engine(options => options.Strict().MaxStatements(100_000).LimitRecursion(64).LimitMemory(32 << 20).TimeoutInterval(Longest).RegexTimeoutInterval(Longest));
            engine.SetValue("job", new JsonParser(engine).Parse(System.Text.Json.JsonSerializer.Serialize(JobView.Of(job), JobView.Form)));
            engine.SetValue("project", judged.Project.Value);
            engine.SetValue("branch", judged.Branch);
            engine.SetValue("pipeline", judged.Pipeline);
            return (TypeConverter.ToBoolean(engine.Evaluate($"({policy.When}\n)")), null);
        }
        catch (Exception exception) when (exception is JintException or Acornima.ParseErrorException or TimeoutException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return (false, exception.Message);
        }
    }
}
