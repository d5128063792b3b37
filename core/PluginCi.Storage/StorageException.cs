namespace PluginCi.Storage;

/// <summary>The disk or the file of the database cannot be used now. The same call may succeed later; of a write it is not known whether it was made.</summary>
/// <param name="message">A sentence: what failed, and what to do.</param>
/// <param name="inner">What it was caused by.</param>
public sealed class StorageException(string message, Exception inner) : Exception(message, inner);
