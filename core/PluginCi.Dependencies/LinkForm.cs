namespace PluginCi.Dependencies;

/// <summary>Where the links of an answer are.</summary>
internal enum LinkForm
{
    /// <summary>Nowhere: it is passed on as it is, to the bit.</summary>
    None,

    /// <summary>In the attributes of a page of HTML.</summary>
    Html,

    /// <summary>In the strings of a JSON document.</summary>
    Json,
}
