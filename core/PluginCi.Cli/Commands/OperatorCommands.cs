using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary><c>pluginci enqueue</c>, <c>dequeue</c>, <c>promote</c>, <c>freeze</c> and <c>thaw</c>: act on queues, through a server.</summary>
internal static class OperatorCommands
{
    private static readonly Option<string> Pipeline = new("--pipeline") { Description = "The pipeline.", Required = true };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; the gate repeats it wherever it speaks of this." };

    internal static readonly Option<string> Who = new("--who")
    {
        Description = "Who asks. Default: the name you are logged in with.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private static readonly Argument<string> Subject = new("SUBJECT")
    {
        Description = "The change, its number or CONNECTION/NUMBER; or a project and its branch or tag, PROJECT@NAME.",
    };

    private static readonly Argument<string[]> Changes = new("CHANGE")
    {
        Description = "The changes, in the order they are to stand: numbers, or CONNECTION/NUMBER.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Argument<string> Scope = new("SCOPE") { Description = "What: all, or the name of a queue, a project or a repo group." };

    private static readonly Option<string> FreezeReason = new("--reason") { Description = "Why; those who wait read it.", Required = true };

    private static readonly Option<string?> Until = new("--until")
    {
        Description = "When the freeze ends by itself, for example 2026-05-04T18:00Z. Default: when somebody ends it.",
    };

    private static readonly Option<string[]> Branches = new("--branch") { Description = "A glob of branches that nothing is merged into; may be given several times. Default: all." };

    private static readonly Option<string[]> ExceptTopics = new("--except-topic") { Description = "A glob of topics whose changes are merged all the same; may be given several times." };

    private static readonly Option<string[]> ExceptHashtags = new("--except-hashtag") { Description = "A glob of hashtags whose changes are merged all the same; may be given several times." };

    public static IEnumerable<Command> Create() =>
    [
        Make("enqueue", "Puts a change, or a branch or tag, into a pipeline as if the event had come.\n\nExample: pluginci enqueue 12 --pipeline gate", [Subject, Pipeline, Reason], Queue),
        Make("dequeue", "Takes a change, or a branch or tag, out of a pipeline.\n\nExample: pluginci dequeue 12 --pipeline gate --reason \"breaks staging\"", [Subject, Pipeline, Reason], Queue),
        Make("promote", "Moves changes to the head of their queue, each with what it needs.\n\nExample: pluginci promote 14 --pipeline gate --reason \"fixes the outage\"", [Changes, Pipeline, Reason], parsed => new
        {
            pipeline = parsed.GetValue(Pipeline),
            changes = parsed.GetValue(Changes)!.Select(ChangeCommands.PathOf),
            who = parsed.GetValue(Who),
            reason = parsed.GetValue(Reason),
        }),
        Make("freeze", "Stops merges.\n\nExample: pluginci freeze all --reason \"release day\" --until 2026-05-04T18:00Z --except-topic \"hotfix-*\"", [Scope, FreezeReason, Until, Branches, ExceptTopics, ExceptHashtags], parsed => new
        {
            scope = parsed.GetValue(Scope),
            who = parsed.GetValue(Who),
            reason = parsed.GetValue(FreezeReason),
            until = parsed.GetValue(Until) is { } until ? ParseTime(until) : (DateTimeOffset?)null,
            branches = parsed.GetValue(Branches),
            exceptTopics = parsed.GetValue(ExceptTopics),
            exceptHashtags = parsed.GetValue(ExceptHashtags),
        }),
        Make("thaw", "Allows merges again.\n\nExample: pluginci thaw all", [Scope, Reason], parsed => new
        {
            scope = parsed.GetValue(Scope),
            who = parsed.GetValue(Who),
            reason = parsed.GetValue(Reason),
        }),
    ];

    private static object Queue(ParseResult parsed) => new
    {
        pipeline = parsed.GetValue(Pipeline),
        subject = SubjectOf(parsed.GetValue(Subject)!),
        who = parsed.GetValue(Who),
        reason = parsed.GetValue(Reason),
    };

    private static Command Make(string verb, string description, Symbol[] own, Func<ParseResult, object> body)
    {
        var command = new Command(verb, description) { Who, ChangeCommands.Server, ChangeCommands.Json };
        foreach (var symbol in own)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
            }
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(verb, parsed, body, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string verb, ParseResult parsed, Func<ParseResult, object> body, CancellationToken cancellationToken)
    {
        object request;
        try
        {
            request = body(parsed);
        }
        catch (FormatException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Usage;
        }

        return await PostAsync(parsed, $"api/{verb}", request, cancellationToken);
    }

    /// <summary>Asks a server to do something, and prints what came of it.</summary>
    public static async Task<int> PostAsync(ParseResult parsed, string path, object request, CancellationToken cancellationToken)
    {
        using var client = new ServerClient(parsed.GetValue(ChangeCommands.Server)!);
        var (answer, trouble) = await client.PostAsync(path, request, cancellationToken);
        if (answer is not { } done)
        {
            await Console.Error.WriteLineAsync(trouble);
            return ExitCode.Failed;
        }

        await Console.Out.WriteLineAsync(parsed.GetValue(ChangeCommands.Json)
            ? JsonSerializer.Serialize(done, ModelJson.Indented)
            : string.Join('\n', done.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString())));
        return ExitCode.Ok;
    }

    private static string SubjectOf(string subject) => subject.Contains('@', StringComparison.Ordinal) ? subject : ChangeCommands.PathOf(subject);

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time.ToUniversalTime()
            : throw new FormatException($"'{text}' is no time; write it like 2026-05-04T18:00Z.");
}
