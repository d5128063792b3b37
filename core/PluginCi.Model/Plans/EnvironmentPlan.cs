using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>The system that the steps of a job see. As a string it is what people read.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(DebianPlan), "debian")]
[JsonDerivedType(typeof(ImagePlan), "image")]
public abstract record EnvironmentPlan;
