using System.Text;

namespace PluginCi.Dsl.Hosting;

/// <summary>Reads lines of which each may be as long as it may be, whoever writes them.</summary>
internal sealed class LimitedLines(TextReader reader)
{
    private readonly char[] _buffer = new char[16 << 10];
    private int _start;
    private int _end;

    /// <returns>The next line, or null at the end.</returns>
    /// <exception cref="InvalidDataException">The line is longer than the limit.</exception>
    public async Task<string?> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await reader.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    return null;
                }
            }

            var length = Array.IndexOf(_buffer, '\n', _start, _end - _start) is >= 0 and var at ? at - _start : _end - _start;
            var isWhole = _start + length < _end;
            line.Append(_buffer, _start, length);
            _start += isWhole ? length + 1 : length;
            if (line.Length > limit)
            {
                throw new InvalidDataException($"A line is longer than {limit} characters.");
            }

            if (isWhole)
            {
                return line.ToString();
            }
        }
    }
}
