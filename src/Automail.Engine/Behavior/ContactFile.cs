using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Engine.Contacts;

namespace Automail.Engine.Behavior;

/// <summary>A line of a file of contacts.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Subject">By what the contact is called: the address, else the external id.</param>
/// <param name="Data">All that the line says, as the data of a <c>contact.updated</c> event, JSON.</param>
public sealed record ContactFileLine(int Line, string Subject, string Data);

/// <summary>A line that cannot be used.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record ContactFileProblem(int Line, string Problem);

/// <summary>
/// People from a table: comma-separated values as RFC 4180 has them, or with semicolons or tabs, in UTF-8 or, with its mark, UTF-16. The first line names the columns: <c>email</c> or <c>external id</c>, <c>name</c>,
/// <c>first name</c>, <c>locale</c>, <c>time zone</c>; others are attributes. A cell is text, whatever it looks like: nothing is computed.
/// </summary>
public sealed class ContactFile
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>The most lines.</summary>
    public const int MaxLines = 100_000;

    private const int MaxColumns = 100;

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["email"] = "email", ["emailaddress"] = "email", ["externalid"] = "externalId", ["name"] = "name", ["firstname"] = "firstName", ["locale"] = "locale", ["timezone"] = "timeZone",
    };

    private ContactFile(IReadOnlyList<ContactFileLine> lines, IReadOnlyList<ContactFileProblem> problems, IReadOnlyList<string> ignored) => (Lines, Problems, IgnoredColumns) = (lines, problems, ignored);

    /// <summary>The lines, each of another contact, as far as the file tells.</summary>
    public IReadOnlyList<ContactFileLine> Lines { get; }

    /// <summary>The lines that cannot be used, those that call the same contact again among them.</summary>
    public IReadOnlyList<ContactFileProblem> Problems { get; }

    /// <summary>The columns whose name cannot be that of an attribute.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FieldException">It is too large, holds no table, or names neither an address nor an external id.</exception>
    public static ContactFile Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxBytes)
        {
            throw new FieldException("file", $"is larger than {MaxBytes / 1024 / 1024} MB.");
        }

        using var rows = CsvRows.Read(Decode(file)).GetEnumerator();
        if (!rows.MoveNext())
        {
            throw new FieldException("file", "is empty.");
        }

        var columns = Columns(rows.Current.Cells, out var ignored);
        var lines = new List<ContactFileLine>();
        var problems = new List<ContactFileProblem>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.MoveNext())
        {
            var (number, cells) = rows.Current;
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (lines.Count + problems.Count >= MaxLines)
            {
                throw new FieldException("file", $"has more than {MaxLines:N0} lines.");
            }

            try
            {
                var line = ReadLine(number, cells, columns);
                if (seen.TryAdd(line.Subject, number))
                {
                    lines.Add(line);
                }
                else
                {
                    problems.Add(new ContactFileProblem(number, $"says the same contact as line {seen[line.Subject]}."));
                }
            }
            catch (FieldException e)
            {
                problems.Add(new ContactFileProblem(number, e.Message));
            }
        }

        return lines.Count + problems.Count == 0 ? throw new FieldException("file", "has no line below the names of its columns.") : new ContactFile(lines, problems, ignored);
    }

    private static string Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            return file switch
            {
                [0xEF, 0xBB, 0xBF, .. var rest] => Strict().GetString(rest),
                [0xFF, 0xFE, .. var rest] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetString(rest),
                [0xFE, 0xFF, .. var rest] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true).GetString(rest),
                _ => Strict().GetString(file),
            };
        }
        catch (DecoderFallbackException e)
        {
            throw new FieldException("file", "is not text in UTF-8. Save it as “CSV UTF-8”.", e);
        }

        static UTF8Encoding Strict() => new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    }

    /// <summary>What each column is: a field, an attribute with <c>.</c> before its name, or null.</summary>
    private static string?[] Columns(IReadOnlyList<string> names, out List<string> ignored)
    {
        if (names.Count > MaxColumns)
        {
            throw new FieldException("file", $"has more than {MaxColumns} columns.");
        }

        ignored = [];
        var columns = new string?[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i].Trim();
            columns[i] = Fields.TryGetValue(string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant(), out var field) ? field
                : name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? "." + name
                : null;
            if (columns[i] is null)
            {
                ignored.Add(name);
            }
            else if (Array.IndexOf(columns, columns[i]) < i)
            {
                throw new FieldException("file", $"has two columns for '{name}'.");
            }
        }

        return columns.Contains("email") || columns.Contains("externalId") ? columns : throw new FieldException("file", "has no column 'email' or 'external id' in its first line.");
    }

    private static ContactFileLine ReadLine(int number, IReadOnlyList<string> cells, string?[] columns)
    {
        if (cells.Count > columns.Length)
        {
            throw new FieldException($"has {cells.Count} cells, and the first line names {columns.Length}.");
        }

        var (data, attributes) = (new JsonObject(), new JsonObject());
        for (var i = 0; i < cells.Count; i++)
        {
            var text = cells[i].Trim();
            if (text.Length > 0 && columns[i] is { } column)
            {
                (column[0] == '.' ? attributes : data)[column.TrimStart('.')] = text;
            }
        }

        if (attributes.Count > 0)
        {
            data["attributes"] = attributes;
        }

        var json = data.ToJsonString();
        using var document = JsonDocument.Parse(json);
        var change = ProfileData.Read(document.RootElement, "").Change;
        return new ContactFileLine(number, change.Email ?? change.ExternalId ?? throw new FieldException("names neither an address nor an external id."), json);
    }
}
