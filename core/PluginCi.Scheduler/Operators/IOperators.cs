using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What operators may ask of the gate. The seam between those who ask and the queues.</summary>
/// <remarks>Each call posts a command to the queues concerned and waits for their decision; what cannot be done is answered, not thrown.</remarks>
public interface IOperators
{
    /// <summary>Puts a change, or a branch or tag, into a pipeline as if the event had come.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="subject">The change, for example <c>git/12</c>, or a project and its branch or tag, for example <c>core@main</c>.</param>
    /// <param name="asked">Who asks and why.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="Plugin.OutsideException">The review system cannot be asked about it.</exception>
    Task<CommandAnswer> EnqueueAsync(string pipeline, string subject, CommandAuthor asked, CancellationToken cancellationToken);

    /// <summary>Takes a change, or a branch or tag, out of a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="subject">As for <see cref="EnqueueAsync"/>.</param>
    /// <param name="asked">Who asks and why.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    Task<CommandAnswer> DequeueAsync(string pipeline, string subject, CommandAuthor asked, CancellationToken cancellationToken);

    /// <summary>Moves changes to the head of their queue, in this order, each with what it needs.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="changes">The changes; one or more, of one queue.</param>
    /// <param name="asked">Who asks and why.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    Task<CommandAnswer> PromoteAsync(string pipeline, ImmutableArray<ChangeId> changes, CommandAuthor asked, CancellationToken cancellationToken);

    /// <summary>Stops merges.</summary>
    /// <param name="wish">Of what, and until when; an end is in the future.</param>
    /// <param name="asked">Who asks and why; the reason must not be empty.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    Task<CommandAnswer> FreezeAsync(FreezeWish wish, CommandAuthor asked, CancellationToken cancellationToken);

    /// <summary>Allows merges again.</summary>
    /// <param name="scope">The scope of the freeze.</param>
    /// <param name="asked">Who asks and why.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    Task<CommandAnswer> ThawAsync(string scope, CommandAuthor asked, CancellationToken cancellationToken);

    /// <summary>Gives an executor no more builds; those that it runs go on to their end. It stays so over restarts.</summary>
    /// <param name="executor">Its name.</param>
    /// <param name="asked">Who asks and why; the reason must not be empty.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    Task<CommandAnswer> DrainAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken);

    /// <summary>Gives a drained executor builds again.</summary>
    /// <param name="executor">Its name.</param>
    /// <param name="asked">Who asks and why.</param>
    /// <param name="cancellationToken">Ends the wait; the command may be done all the same.</param>
    /// <returns>What came of it.</returns>
    Task<CommandAnswer> ResumeAsync(string executor, CommandAuthor asked, CancellationToken cancellationToken);
}
