namespace PluginCi.Declarative;

/// <summary>What may stand where in a file of PipelineLib.</summary>
/// <remarks>Source: PipelineLib, the schema V0 that it checks files with.</remarks>
internal static class PipelineLibShapes
{
    private static readonly EitherShape Text = new(ExpressionShape.Merge, ScalarShape.Text);

    private static readonly EitherShape Texts = new(ExpressionShape.Merge, ExpressionShape.Each, ListShape.Texts);

    private static readonly EitherShape MergedTexts = new(ExpressionShape.Merge, ExpressionShape.Each, new ListShape(Text));

    private static readonly EitherShape Blubberfile = new(ScalarShape.Text, new MapShape(new AnyShape()));

    private static readonly FieldsShape Build = new(new Dictionary<string, Shape>
    {
        ["variant"] = Text,
        ["context"] = Text,
        ["excludes"] = Texts,
        ["imagePullPolicy"] = Text,
    });

    private static readonly FieldsShape Credential = new(new Dictionary<string, Shape> { ["id"] = Text, ["name"] = Text });

    private static readonly FieldsShape Run = new(new Dictionary<string, Shape>
    {
        ["image"] = Text,
        ["arguments"] = Texts,
        ["env"] = new EitherShape(ExpressionShape.Merge, new MapShape(Text)),
        ["credentials"] = new EitherShape(ExpressionShape.Merge, ExpressionShape.Each, new ListShape(Credential)),
        ["tail"] = ScalarShape.Number,
    });

    private static readonly FieldsShape Files = new(new Dictionary<string, Shape>
    {
        ["from"] = Text,
        ["source"] = Text,
        ["destination"] = Text,
        ["archive"] = ScalarShape.Flag,
    })
    {
        Required = ["source"],
    };

    private static readonly EitherShape Copy = new(ExpressionShape.Merge, ExpressionShape.Each, new ListShape(new EitherShape(ExpressionShape.Merge, Files, ScalarShape.Text)));

    private static readonly FieldsShape Image = new(new Dictionary<string, Shape>
    {
        ["id"] = Text,
        ["name"] = Text,
        ["tag"] = Text,
        ["tags"] = MergedTexts,
    });

    private static readonly FieldsShape Publish = new(new Dictionary<string, Shape> { ["image"] = new EitherShape(ScalarShape.Flag, Image) });

    private static readonly FieldsShape Promotion = new(new Dictionary<string, Shape> { ["chart"] = Text, ["environments"] = Texts });

    private static readonly FieldsShape Deploy = new(new Dictionary<string, Shape>
    {
        ["image"] = Text,
        ["cluster"] = ScalarShape.TextThat(value => value == "ci" ? null : "expected ci, the only cluster there is"),
        ["chart"] = new FieldsShape(new Dictionary<string, Shape> { ["name"] = Text, ["version"] = Text }) { TakesMore = true },
        ["tag"] = Text,
        ["test"] = ScalarShape.Flag,
        ["timeout"] = ScalarShape.Number,
        ["overrides"] = new OverridesShape(),
    })
    {
        Required = ["chart"],
    };

    private static readonly FieldsShape Email = new(new Dictionary<string, Shape>
    {
        ["to"] = new EitherShape(ExpressionShape.Merge, ExpressionShape.Each, ScalarShape.Text, new ListShape(Text)),
        ["subject"] = Text,
        ["body"] = Text,
    });

    private static readonly FieldsShape Trigger = new(new Dictionary<string, Shape>
    {
        ["name"] = ScalarShape.Text,
        ["parameters"] = new MapShape(Text),
        ["propagate"] = ScalarShape.Flag,
        ["wait"] = ScalarShape.Flag,
    })
    {
        Required = ["name"],
    };

    private static readonly FieldsShape Stage = new(new Dictionary<string, Shape>
    {
        ["name"] = ScalarShape.Text,
        ["blubberfile"] = Blubberfile,
        ["build"] = new EitherShape(ScalarShape.Text, Build),
        ["run"] = new EitherShape(ScalarShape.Flag, Run),
        ["copy"] = Copy,
        ["publish"] = Publish,
        ["promote"] = new EitherShape(ExpressionShape.Merge, ExpressionShape.Each, new ListShape(Promotion)),
        ["deploy"] = Deploy,
        ["exports"] = new MapShape(new AnyShape()),
        ["trigger"] = Trigger,
        ["notify"] = new FieldsShape(new Dictionary<string, Shape> { ["email"] = Email }),
    })
    {
        Required = ["name"],
    };

    private static readonly FieldsShape Fetch = new(new Dictionary<string, Shape>
    {
        ["shallow"] = ScalarShape.Flag,
        ["depth"] = ScalarShape.Number,
        ["submodules"] = ScalarShape.Flag,
        ["tags"] = ScalarShape.Flag,
    });

    private static readonly FieldsShape Pipeline = new(new Dictionary<string, Shape>
    {
        ["blubberfile"] = Blubberfile,
        ["directory"] = ScalarShape.Text,
        ["fetch"] = Fetch,
        ["execution"] = new ListShape(ListShape.Texts),
        ["stages"] = new ListShape(Stage),
    })
    {
        Required = ["stages"],
        TakesMore = true,
    };

    /// <summary>The file as a whole.</summary>
    public static readonly FieldsShape File = new(new Dictionary<string, Shape> { ["pipelines"] = new MapShape(Pipeline) })
    {
        Required = ["pipelines"],
        TakesMore = true,
    };
}
