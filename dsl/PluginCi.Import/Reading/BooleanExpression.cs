namespace PluginCi.Import;

/// <summary>An expression of <c>||</c>, <c>&amp;&amp;</c>, parentheses and comparisons, as far as it can be decided: of what cannot be told, only as much is unknown as must be.</summary>
/// <param name="tokens">Its tokens.</param>
internal abstract class BooleanExpression(string[] tokens)
{
    private const int DeepestLevel = 100;

    private int _next;
    private int _level;

    /// <summary>Whether it holds; null where that cannot be told, or where it is none.</summary>
    public bool? Holds()
    {
        var holds = Or();
        return _next == tokens.Length ? holds : null;
    }

    /// <summary>Reads one comparison, or what stands for one.</summary>
    protected abstract bool? Compare();

    /// <summary>Reads what is joined by and: a comparison, or an expression in parentheses.</summary>
    protected virtual bool? ReadOperand()
    {
        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : null;
        }

        return Compare();
    }

    /// <summary>The same one level deeper. What is deeper than anybody writes is not read, and so cannot be told.</summary>
    protected bool? Operand()
    {
        _level++;
        var holds = _level <= DeepestLevel ? ReadOperand() : null;
        _level--;
        return holds;
    }

    /// <summary>Takes a token if it is the next.</summary>
    protected bool Take(string token)
    {
        var isThere = _next < tokens.Length && tokens[_next] == token;
        _next += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Takes the next token; null at the end.</summary>
    protected string? Take() => _next < tokens.Length ? tokens[_next++] : null;

    private bool? Or()
    {
        var left = And();
        while (Take("||"))
        {
            var right = And();
            left = left is true || right is true ? true : left is null || right is null ? null : false;
        }

        return left;
    }

    private bool? And()
    {
        var left = Operand();
        while (Take("&&"))
        {
            var right = Operand();
            left = left is false || right is false ? false : left is null || right is null ? null : true;
        }

        return left;
    }
}
