using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The queues as people see them: in an independent pipeline each item has one of its own, in a supercedent one each branch.</summary>
internal sealed class QueueBoard(Town town)
{
    /// <summary>One queue.</summary>
    /// <param name="Pipeline">Its pipeline.</param>
    /// <param name="Names">What it is called in the pipeline; by any change of its item where it holds but one.</param>
    /// <param name="IsShared">True when all items of the pipeline's queue line up in it.</param>
    /// <param name="State">What holds its items.</param>
    /// <param name="Held">Its items.</param>
    internal sealed record View(string Pipeline, IReadOnlyList<string> Names, bool IsShared, PipelineQueue State, IReadOnlyList<QueueItem> Held)
    {
        public PipelineManager Manager { get; init; }

        /// <summary>The items, head first, what is not live before the item that needs it.</summary>
        public required IReadOnlyList<ChangeSequence.Entry> Items { get; init; }

        public bool IsCalled(string text) => (IsShared && Names.Contains(text)) || Names.Any(name => $"{Pipeline}/{name}" == text);
    }

    public IEnumerable<View> Queues => town.Queues.SelectMany(queue => queue.State.Queues.SelectMany(inPipeline => ViewsOf(queue.State, inPipeline)));

    /// <summary>The items of the queue of a name. Where several pipelines have one, that which is not empty, or that of a dependent pipeline.</summary>
    public IReadOnlyList<ChangeSequence.Entry> ItemsOf(string queue)
    {
        var called = Queues.Where(view => view.IsCalled(queue)).ToArray();
        var first = called.OrderBy(view => view.Items.Count == 0).ThenBy(view => view.Manager != PipelineManager.Dependent).FirstOrDefault();
        return first is null ? [] : [.. called.Where(view => view.Pipeline == first.Pipeline).SelectMany(view => view.Items)];
    }

    /// <summary>The window of the queue of a name in a dependent pipeline; null when there is none.</summary>
    public int? WindowOf(string queue) => Queues
        .Where(view => view.Manager == PipelineManager.Dependent && view.IsCalled(queue))
        .OrderBy(view => view.Items.Count == 0)
        .FirstOrDefault()?.State.Window;

    /// <summary>What an item is called: a change, <c>{A,B}</c>, or a branch or tag.</summary>
    public static ChangeSequence.Entry EntryOf(QueueItem item) =>
        new(item.Ref is { } tested ? [tested.Target.Value] : [.. item.Changes.Select(change => ChangeNames.NameOf(change.Id))]);

    private static IEnumerable<View> ViewsOf(GateState state, PipelineQueue queue)
    {
        var manager = state.Rules.Pipeline(queue.Pipeline).Manager;
        var views = manager switch
        {
            PipelineManager.Dependent or PipelineManager.Serial => [ViewOf(queue, [state.Rules.Name.Value], queue.Items, isShared: true)],
            PipelineManager.Independent => queue.Items.Select(item => ViewOf(queue, EntryOf(item).Names, [item], isShared: false)),
            PipelineManager.Supercedent => queue.Items
                .GroupBy(item => item.Targets.First())
                .Select(items => ViewOf(queue, [items.Key.Value], [.. items], isShared: false)),
        };
        return views.Select(view => view with { Manager = manager });
    }

    private static View ViewOf(PipelineQueue queue, IReadOnlyList<string> called, IReadOnlyList<QueueItem> items, bool isShared) =>
        new(queue.Pipeline, called, isShared, queue, items) { Items = [.. items.SelectMany(EntriesOf)] };

    private static IEnumerable<ChangeSequence.Entry> EntriesOf(QueueItem item) =>
        [.. item.NonLive.Select(change => new ChangeSequence.Entry([ChangeNames.NameOf(change.Id)], IsLive: false)), EntryOf(item)];
}
