namespace PluginCi.Declarative;

/// <summary>A proxy for package archives.</summary>
/// <param name="Url">The proxy.</param>
/// <param name="Source">The archive that it is for; empty for all.</param>
internal sealed record AptProxy(string Url, string Source)
{
    /// <summary>The line of apt's configuration.</summary>
    public string Setting
    {
        get
        {
            var scope = new Uri(Source.Length > 0 ? Source : Url);
            return $"Acquire::{scope.Scheme}::Proxy{(Source.Length > 0 ? $"::{scope.Authority}" : "")} \"{Url}\";";
        }
    }
}
