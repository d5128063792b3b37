namespace PluginCi.Declarative;

/// <summary>What may stand where in a Blubber file.</summary>
/// <remarks>Source: Blubber 1.8, its schema and the rules of its reader; <c>python.uv</c> is of a later one.</remarks>
internal static class BlubberShapes
{
    private static readonly FieldsShape Artifact = new(new Dictionary<string, Shape>
    {
        ["from"] = ScalarShape.TextOrNothing,
        ["source"] = ScalarShape.Text,
        ["destination"] = ScalarShape.Text,
        ["exclude"] = ListShape.Texts,
    });

    private static readonly ListShape Artifacts = new(new EitherShape(ScalarShape.Text, Artifact));

    private static readonly FieldsShape Mount = new(new Dictionary<string, Shape>
    {
        ["from"] = ScalarShape.Text,
        ["destination"] = ScalarShape.Text,
        ["source"] = ScalarShape.Text,
    });

    private static readonly FieldsShape Cache = new(new Dictionary<string, Shape>
    {
        ["destination"] = ScalarShape.Text,
        ["id"] = ScalarShape.Text,
        ["access"] = ScalarShape.TextThat(BlubberRules.CacheAccess),
    })
    {
        Required = ["destination"],
    };

    private static readonly FieldsShape Custom = new(new Dictionary<string, Shape>
    {
        ["command"] = new EitherShape(ScalarShape.Text, ListShape.Texts),
        ["script"] = ScalarShape.Text,
        ["requirements"] = Artifacts,
        ["mounts"] = new ListShape(new EitherShape(ScalarShape.Text, Mount)),
        ["caches"] = new ListShape(new EitherShape(ScalarShape.Text, Cache)),
    });

    private static readonly FieldsShape Node = new(new Dictionary<string, Shape>
    {
        ["requirements"] = Artifacts,
        ["env"] = ScalarShape.TextThat(BlubberRules.NodeEnvironment),
        ["use-npm-ci"] = ScalarShape.Flag,
        ["allow-dedupe-failure"] = ScalarShape.Flag,
    });

    private static readonly FieldsShape Php = new(new Dictionary<string, Shape>
    {
        ["requirements"] = Artifacts,
        ["production"] = ScalarShape.Flag,
    });

    private static readonly FieldsShape Poetry = new(new Dictionary<string, Shape>
    {
        ["version"] = ScalarShape.TextThat(BlubberRules.PythonVersions),
        ["devel"] = ScalarShape.Flag,
        ["only"] = ScalarShape.Text,
        ["without"] = ScalarShape.Text,
    });

    private static readonly FieldsShape Uv = new(new Dictionary<string, Shape>
    {
        ["version"] = ScalarShape.TextThat(BlubberRules.PythonVersions),
        ["no-group"] = ListShape.Texts,
        ["variant"] = ScalarShape.Text,
    });

    private static readonly FieldsShape Python = new(new Dictionary<string, Shape>
    {
        ["version"] = ScalarShape.Text,
        ["requirements"] = Artifacts,
        ["use-system-site-packages"] = ScalarShape.Flag,
        ["no-deps"] = ScalarShape.Flag,
        ["poetry"] = Poetry,
        ["uv"] = Uv,
        ["venv"] = ScalarShape.Text,
        ["pip-version"] = ScalarShape.Text,
        ["setuptools-version"] = ScalarShape.Text,
        ["tox-version"] = ScalarShape.Text,
        ["wheel-version"] = ScalarShape.Text,
    })
    {
        Old = new Dictionary<string, string> { ["use-system-flag"] = "Blubber has stopped to build what has it; take it out" },
    };

    private static readonly FieldsShape Proxy = new(new Dictionary<string, Shape>
    {
        ["url"] = ScalarShape.TextThat(BlubberRules.Url),
        ["source"] = ScalarShape.TextThat(BlubberRules.Url),
    })
    {
        Required = ["url"],
    };

    private static readonly FieldsShape Source = new(new Dictionary<string, Shape>
    {
        ["url"] = ScalarShape.TextThat(BlubberRules.Url),
        ["distribution"] = ScalarShape.Text,
        ["components"] = new ListShape(ScalarShape.TextThat(BlubberRules.Component)),
        ["signed-by"] = ScalarShape.Text,
    })
    {
        Required = ["url"],
    };

    private static readonly ListShape Packages = new(ScalarShape.TextThat(BlubberRules.Package));

    private static readonly FieldsShape Apt = new(new Dictionary<string, Shape>
    {
        ["packages"] = new EitherShape(Packages, new MapShape(Packages, BlubberRules.Release)),
        ["sources"] = new ListShape(Source),
        ["proxies"] = new ListShape(new EitherShape(ScalarShape.TextThat(BlubberRules.Url), Proxy)),
    });

    private static readonly FieldsShape Builder = new(new Dictionary<string, Shape>
    {
        ["custom"] = Custom,
        ["node"] = Node,
        ["php"] = Php,
        ["python"] = Python,
    });

    private static readonly MapShape Variables = new(ScalarShape.TextOrNothing, BlubberRules.VariableName);

    private static readonly Dictionary<string, Shape> User = new()
    {
        ["as"] = ScalarShape.TextThat(BlubberRules.User),
        ["uid"] = new ScalarShape(ScalarKind.Number, BlubberRules.Id),
        ["gid"] = new ScalarShape(ScalarKind.Number, BlubberRules.Id),
        ["in"] = ScalarShape.TextThat(BlubberRules.Folder),
    };

    private static readonly Dictionary<string, Shape> Common = new()
    {
        ["base"] = ScalarShape.TextOrNothing,
        ["arguments"] = Variables,
        ["apt"] = Apt,
        ["node"] = Node,
        ["php"] = Php,
        ["python"] = Python,
        ["builder"] = Custom,
        ["builders"] = new ListShape(Builder),
        ["lives"] = new FieldsShape(User),
        ["runs"] = new FieldsShape(new Dictionary<string, Shape>(User) { ["environment"] = Variables, ["insecurely"] = ScalarShape.Flag }),
        ["entrypoint"] = ListShape.Texts,
    };

    private static readonly FieldsShape Variant = new(new Dictionary<string, Shape>(Common) { ["includes"] = ListShape.Texts, ["copies"] = Artifacts });

    /// <summary>The file as a whole.</summary>
    public static readonly FieldsShape File = new(new Dictionary<string, Shape>(Common)
    {
        ["version"] = ScalarShape.Text,
        ["variants"] = new MapShape(Variant, BlubberRules.VariantName),
    })
    {
        Required = ["version"],
    };
}
