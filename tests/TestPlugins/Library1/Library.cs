namespace Shared;

/// <summary>The same library in two versions.</summary>
public static class Library
{
    public static string Version => "version 1";
}
