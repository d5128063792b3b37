using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PluginCi.Scheduler;

/// <summary>The forms in which programs commonly print a value: as it is, line by line, and encoded.</summary>
internal static class SecretForms
{
    // As base64 and openssl break their output.
    private static readonly int[] LineLengths = [76, 64];

    /// <returns>The forms that are long enough to be told from other text.</returns>
    public static IEnumerable<string> Of(string value) => Lines(value).Prepend(value)
        .SelectMany(OfText)
        .Concat(LineLengths.SelectMany(length => BrokenBase64(value, length)))
        .Where(form => form.Length >= SecretReference.LeastLength)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string value) => value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= SecretReference.LeastLength);

    private static IEnumerable<string> OfText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var url = Uri.EscapeDataString(text);
        yield return text;

        // Shells that trace what they run quote it.
        yield return text.Replace("'", "'\\''", StringComparison.Ordinal);
        yield return text.Replace("'", "'\"'\"'", StringComparison.Ordinal);
        yield return url;
        yield return url.Replace("%20", "+", StringComparison.Ordinal);
        yield return Lower(url);
        yield return JsonEncodedText.Encode(text).Value;
        yield return JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        yield return HtmlEncoder.Default.Encode(text);

        // XML: all that may be escaped, what attributes need, and what text needs.
        var xml = SecurityElement.Escape(text);
        var attribute = xml.Replace("&apos;", "'", StringComparison.Ordinal);
        yield return xml;
        yield return attribute;
        yield return attribute.Replace("&quot;", "\"", StringComparison.Ordinal);
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);
        for (var offset = 0; offset < 3; offset++)
        {
            var base64 = WithinBase64(bytes, offset);
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    // The letters that the value alone decides when others stand before and after it, as a name and a colon do.
    private static string WithinBase64(byte[] bytes, int offset)
    {
        var whole = (offset + bytes.Length) * 8 / 6;
        return Convert.ToBase64String([.. new byte[offset], .. bytes])[(((offset * 8) + 5) / 6)..whole];
    }

    private static IEnumerable<string> BrokenBase64(string value, int length) =>
        new[] { value, value + "\n" }.SelectMany(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Chunk(length).Select(line => new string(line)));

    private static string Lower(string url)
    {
        var letters = url.ToCharArray();
        for (var index = 0; index < letters.Length; index++)
        {
            if (letters[index] == '%')
            {
                (letters[index + 1], letters[index + 2]) = (char.ToLowerInvariant(letters[index + 1]), char.ToLowerInvariant(letters[index + 2]));
                index += 2;
            }
        }

        return new string(letters);
    }
}
