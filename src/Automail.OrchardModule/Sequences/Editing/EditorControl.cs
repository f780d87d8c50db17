using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>
/// A control of the editor. The view <c>_SequenceControl</c> draws it without a value; the script copies it from its template, gives it the value of its field, and writes the field when somebody changes it.
/// </summary>
/// <param name="Kind">What the script takes it for.</param>
/// <param name="Field">The field of the definition, or of the step; empty for a control that only chooses which others are seen.</param>
/// <param name="Label">What it is called, in the reader's language.</param>
internal sealed record EditorControl(string Kind, string Field, string Label)
{
    /// <summary>What an empty field is written as, JSON, where it is not left out.</summary>
    private const string EmptyText = "\"\"";

    /// <summary>What to know about it; text, or text with code in it.</summary>
    public object? Hint { get; private init; }

    /// <summary>What stays in the definition when it is emptied, JSON; null to leave the field out.</summary>
    public string? Keep { get; private init; }

    /// <summary>The type of the input.</summary>
    public string Type { get; private init; } = "text";

    /// <summary>The direction of what is typed: code goes from left to right in every language.</summary>
    public string Direction { get; private init; } = "ltr";

    /// <summary>The id of the list of what can be typed; null for none.</summary>
    public string? List { get; private init; }

    /// <summary>The longest text; null for any.</summary>
    public int? MaxLength { get; private init; }

    /// <summary>Whether it can only be read.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>How many lines are seen.</summary>
    public int Rows { get; private init; }

    /// <summary>The least and the greatest number.</summary>
    public (int Min, int Max) Range { get; private init; }

    /// <summary>The unit of a duration that has none yet.</summary>
    public string? Unit { get; private init; }

    /// <summary>Whether a duration is elapsed time: hours and minutes, no days.</summary>
    public bool IsElapsed { get; private init; }

    /// <summary>What there is to choose from, values and texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; private init; } = [];

    /// <summary>By what the script finds a control without a field: the name of what it shows and hides.</summary>
    public (string? Toggle, string? Role) Finding { get; private init; }

    /// <summary>The classes of its frame.</summary>
    public string Css { get; private init; } = "mb-3";

    /// <summary>A line of text.</summary>
    public static EditorControl Text(string field, string label, object? hint = null, string? list = null, string? keep = null, string kind = "text", string type = "text", string direction = "ltr")
        => new(kind, field, label) { Hint = hint, List = list, Keep = keep, Type = type, Direction = direction };

    /// <summary>A line of text without which nothing works.</summary>
    public static EditorControl NeededText(string field, string label, object? hint = null, string? list = null, string kind = "text", string type = "text", string direction = "ltr")
        => Text(field, label, hint, list, EmptyText, kind, type, direction);

    /// <summary>The sequence's id, which stays once it was published.</summary>
    public static EditorControl Id(string label, bool isPublished, object hint) => new("text", "id", label) { Hint = hint, MaxLength = 60, IsReadOnly = isPublished };

    /// <summary>Lines of text.</summary>
    public static EditorControl Lines(string kind, string field, string label, object? hint, int rows, int? maxLength = null, string? keep = null, string direction = "ltr")
        => new(kind, field, label) { Hint = hint, Rows = rows, MaxLength = maxLength, Keep = keep, Direction = direction };

    /// <summary>A whole number.</summary>
    public static EditorControl Number(string field, string label, int min, int max, object? hint = null) => new("number", field, label) { Range = (min, max), Hint = hint };

    /// <summary>A time that passes.</summary>
    public static EditorControl Duration(string field, string label, string unit, bool elapsed = false, object? hint = null) => new("duration", field, label) { Unit = unit, IsElapsed = elapsed, Hint = hint };

    /// <summary>A time that passes, without which nothing works.</summary>
    public static EditorControl NeededDuration(string field, string label, string unit) => new("duration", field, label) { Unit = unit, Keep = EmptyText };

    /// <summary>Days of the week.</summary>
    public static EditorControl Days(string field, string label) => new("days", field, label);

    /// <summary>Yes or no.</summary>
    public static EditorControl Check(string field, string label) => new("check", field, label);

    /// <summary>One of several values.</summary>
    public static EditorControl Choice(string field, string label, IEnumerable<KeyValuePair<string, string>> options) => new("choice", field, label) { Options = [.. options] };

    /// <summary>One of several values, without which nothing works.</summary>
    public static EditorControl NeededChoice(string field, string label, IEnumerable<KeyValuePair<string, string>> options) => new("choice", field, label) { Options = [.. options], Keep = EmptyText };

    /// <summary>Chooses which other controls are seen.</summary>
    public static EditorControl Pick(string label, (string Value, string Text)[] options, string? toggle = null, string? role = null, string css = "mb-3")
        => new("pick", "", label) { Options = [.. options.Select(option => KeyValuePair.Create(option.Value, option.Text))], Finding = (toggle, role), Css = css };

    /// <summary>Shows other controls, or hides them.</summary>
    public static EditorControl Switch(string label, string toggle) => new("switch", "", label) { Finding = (toggle, null) };

    /// <summary>Code in a hint. It stays in its order, also in languages from right to left.</summary>
    public static IHtmlContent Code(string text)
    {
        var code = new TagBuilder("bdi") { Attributes = { ["dir"] = "ltr" } };
        code.InnerHtml.Append(text);
        return code;
    }
}
