namespace PluginCi.Dsl.Hosting;

/// <summary>How an evaluator is started; the name is its argument.</summary>
internal enum EvaluatorKind
{
    /// <summary>Evaluates one request and ends.</summary>
    Cold,

    /// <summary>Evaluates a small script of its own first and says so, then one request, and ends.</summary>
    Warm,

    /// <summary>Evaluates requests until its input ends.</summary>
    Batch,
}
