namespace PluginCi.Testing;

/// <summary>A test that gets images from a registry; skipped, with the reason, where that cannot run.</summary>
internal sealed class ImagesFactAttribute : FactAttribute
{
    public ImagesFactAttribute() => Skip = ImageRegistry.Obstacle;
}
