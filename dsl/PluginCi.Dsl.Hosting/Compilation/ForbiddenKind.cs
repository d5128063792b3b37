namespace PluginCi.Dsl.Hosting;

/// <summary>A kind of thing that scripts may not use, with what to do instead.</summary>
/// <param name="Id">Its diagnostic.</param>
/// <param name="WayOut">Why not, and what to do.</param>
internal sealed record ForbiddenKind(string Id, string WayOut)
{
    public static readonly ForbiddenKind Other = new("PCI2101", "it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh(\"…\").");

    public static readonly ForbiddenKind Files = new("PCI2060", "it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh(\"cat VERSION\"); what depends on changed files is .WhenChanged(\"…\").");

    public static readonly ForbiddenKind Network = new("PCI2061", "it has no network. A step of a job reaches hosts with .Network(\"…\"), and packages with .Dependencies(…).");

    public static readonly ForbiddenKind Processes = new("PCI2062", "it starts no programs. They are steps of a job, for example .Sh(\"make\").");

    public static readonly ForbiddenKind Clock = new("PCI2063", "it knows no time, so that it means the same tomorrow. A step has `date`; what runs at certain times is a pipeline of site.csx with .Schedule(\"…\").");

    public static readonly ForbiddenKind Chance = new("PCI2064", "it means the same each time. What must differ from build to build is in a step, which has $PLUGINCI_BUILD.");

    public static readonly ForbiddenKind Environment = new("PCI2065", "it sees no variables of the machine that evaluates it. A step has those of .Env(…) and of its build, for example $PLUGINCI_BRANCH; what depends on the branch is .Branches(\"…\").");

    public static readonly ForbiddenKind Threads = new("PCI2066", "it is evaluated in one go, by one thread. What runs at the same time are jobs.");

    public static readonly ForbiddenKind Reflection = new("PCI2067", "what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.");

    public static readonly ForbiddenKind Native = new("PCI2068", "it is made of values alone. A program in another language is a step of a job.");

    public static readonly ForbiddenKind Output = new("PCI2069", "nobody sees what it prints. `pluginci plan` shows what a script means; a step prints with .Sh(\"echo …\").");

    private static readonly (string Prefix, ForbiddenKind Kind)[] Known =
    [
        ("System.IO", Files), ("System.Net", Network), ("System.Diagnostics.Process", Processes),
        ("System.DateTime", Clock), ("System.DateTimeOffset", Clock), ("System.DateOnly", Clock), ("System.TimeOnly", Clock), ("System.TimeProvider", Clock), ("System.TimeZoneInfo", Clock), ("System.Diagnostics.Stopwatch", Clock),
        ("System.Random", Chance), ("System.Guid", Chance), ("System.Security.Cryptography", Chance),
        ("System.Environment", Environment), ("System.OperatingSystem", Environment), ("System.AppContext", Environment),
        ("System.Threading", Threads), ("await", Threads),
        ("System.Reflection", Reflection), ("System.Type", Reflection), ("System.Activator", Reflection), ("System.AppDomain", Reflection), ("System.Runtime.Loader", Reflection), ("System.Runtime.Remoting", Reflection),
        ("typeof", Reflection), ("dynamic", Reflection), ("attributes", Reflection), ("Object.GetType", Reflection), ("Object.MemberwiseClone", Reflection), ("Delegate.Method", Reflection), ("Delegate.DynamicInvoke", Reflection),
        ("Delegate.CreateDelegate", Reflection), ("Exception.TargetSite", Reflection), ("Exception.GetType", Reflection), ("Enum.GetType", Reflection), ("System.Linq.Expressions", Reflection),
        ("System.Runtime.InteropServices", Native), ("System.Runtime.CompilerServices.Unsafe", Native), ("unsafe code", Native),
        ("System.Console", Output),
    ];

    // What people write although no reference has it, or without a using: the compiler's own message would send them looking for an assembly.
    private static readonly (string Name, string FullName)[] Usual =
    [
        ("Console", "System.Console"), ("File", "System.IO.File"), ("Directory", "System.IO.Directory"), ("Path", "System.IO.Path"), ("StreamReader", "System.IO.StreamReader"), ("Http", "System.Net.Http"),
        ("HttpClient", "System.Net.Http.HttpClient"), ("Sockets", "System.Net.Sockets"), ("Process", "System.Diagnostics.Process"), ("DateTime", "System.DateTime"), ("DateTimeOffset", "System.DateTimeOffset"),
        ("Stopwatch", "System.Diagnostics.Stopwatch"), ("Random", "System.Random"), ("Guid", "System.Guid"), ("Environment", "System.Environment"), ("Thread", "System.Threading.Thread"), ("Task", "System.Threading.Tasks.Task"),
        ("Parallel", "System.Threading.Tasks.Parallel"), ("Assembly", "System.Reflection.Assembly"), ("Activator", "System.Activator"), ("Marshal", "System.Runtime.InteropServices.Marshal"),
    ];

    /// <summary>The kind of what a script names.</summary>
    public static ForbiddenKind Of(string name) => Known.FirstOrDefault(known => name == known.Prefix || name.StartsWith(known.Prefix + ".", StringComparison.Ordinal)).Kind ?? Other;

    /// <summary>The full name of what a script names although it cannot have it, or null.</summary>
    public static string? FullNameOf(string name) => Usual.FirstOrDefault(usual => usual.Name == name).FullName;

    /// <summary>The message about it.</summary>
    public string Message(string name) => $"a pipeline script may not use {name}: {WayOut}";
}
