namespace PluginCi.Dsl.Hosting;

/// <summary>A compiled library of recipes that scripts may name by <c>#r</c>.</summary>
/// <param name="Name">The assembly's name, which its file has too.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Hash">The SHA-256 of its bytes, in small hexadecimal digits: what is made with it is remembered by it.</param>
public sealed record RecipeLibrary(string Name, string Path, string Hash);
