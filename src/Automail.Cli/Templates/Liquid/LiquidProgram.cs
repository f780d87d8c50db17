using System.Globalization;
using Automail.Engine.Templates;
using DotLiquid;
using DotLiquid.Exceptions;

namespace Automail.Cli.Templates.Liquid;

/// <summary>
/// Checks a template piece by piece and hands DotLiquid the tokens of an equal one, in which what we do ourselves stands as our own tags.
/// What belongs to the portable Liquid passes; every other tag or filter is an error with its place.
/// </summary>
internal sealed class LiquidProgram(LiquidEncoding encoding)
{
    private const int MaxDepth = 40;

    private static readonly string[] Closing = ["if", "unless", "case", "for", "capture"];

    private readonly List<string> _tokens = [];
    private readonly Stack<(string Name, LiquidPlace Place, bool HasElse)> _open = new();

    /// <summary>The program that is being handed to DotLiquid, whose tags are made by reflection and can be given nothing else.</summary>
    [field: ThreadStatic]
    public static LiquidProgram? Current { get; private set; }

    /// <summary>What our tags refer to.</summary>
    public List<object> Entries { get; } = [];

    /// <summary>The template, ready to be rendered.</summary>
    /// <exception cref="TemplateException">Something in it is wrong.</exception>
    public static Document Compile(string source, LiquidEncoding encoding)
    {
        var program = new LiquidProgram(encoding);
        foreach (var token in LiquidScanner.Scan(source))
        {
            program.Add(token);
        }

        if (program._open.TryPeek(out var open))
        {
            throw open.Place.Error($"The tag {open.Name} is not closed with {{% end{open.Name} %}}.");
        }

        return program.ToDocument();
    }

    private Document ToDocument()
    {
        Current = this;
        try
        {
            var document = new Document();
            document.Initialize(null, null, _tokens);
            return document;
        }
        catch (LiquidException error)
        {
            // All that an author can get wrong was found before.
            throw new TemplateException(error.Message);
        }
        finally
        {
            Current = null;
        }
    }

    private void Add(LiquidToken token)
    {
        switch (token.Kind)
        {
            case LiquidTokenKind.Text:
                AddText(token.Text);
                break;
            case LiquidTokenKind.Output:
                var reader = new LiquidReader(token.Text, token.Place);
                AddTag(LiquidTags.Output, new LiquidOutput(reader.ReadExpression(), encoding, token.Start));
                reader.ReadEnd();
                break;
            default:
                AddTag(token);
                break;
        }
    }

    // DotLiquid would take text that begins like a tag, out of a raw block, for one.
    private void AddText(string text)
    {
        while (text.StartsWith("{{", StringComparison.Ordinal) || text.StartsWith("{%", StringComparison.Ordinal))
        {
            _tokens.Add("{");
            text = text[1..];
        }

        _tokens.Add(text);
    }

    private void AddTag(LiquidToken token)
    {
        var reader = new LiquidReader(token.Text, token.Place);
        AddTag(LiquidTags.Place, token.Start);
        switch (token.Name)
        {
            case "assign":
                var name = reader.ReadName("The name of the variable");
                if (!reader.TryRead('='))
                {
                    throw reader.Place.Error("An assignment is of the form {% assign name = value %}.");
                }

                AddTag(LiquidTags.Assign, new LiquidAssignment(name, reader.ReadExpression()));
                break;
            case "capture":
                Open(token);
                AddTag(LiquidTags.Capture, reader.ReadName("The name of the variable"));
                break;
            case "if" or "unless":
                Open(token);
                AddTag(LiquidTags.If, new LiquidBranch(reader.ReadCondition(), token.Name == "unless"));
                break;
            case "elsif":
                Inside(token, "if", "unless");
                AddTag("elsif", new LiquidBranch(reader.ReadCondition(), IsNegated: false));
                break;
            case "case":
                Open(token);
                AddTag(LiquidTags.Case, reader.ReadValue());
                break;
            case "when":
                Inside(token, "case");
                AddTag("when", ReadList(reader));
                break;
            case "else":
                Inside(token, "if", "unless", "case", "for");
                _open.Push(_open.Pop() with { HasElse = true });
                _tokens.Add("{%else%}");
                break;
            case "for":
                Open(token);
                AddLoop(reader);
                break;
            case "break" or "continue":
                if (!_open.Any(open => open.Name == "for"))
                {
                    throw token.Start.Error($"The tag {token.Name} stands in no loop.");
                }

                _tokens.Add($"{{%{token.Name}%}}");
                break;
            case "cycle":
                AddTag(LiquidTags.Cycle, ReadList(reader).Select(value => new LiquidOutput(new LiquidExpression(value, []), encoding, token.Start)).ToArray());
                break;
            case "shape":
                AddTag(LiquidTags.Shape, reader.ReadShape(token.Start));
                break;
            default:
                Close(token);
                break;
        }

        reader.ReadEnd();
    }

    private void AddTag(string name, object entry)
    {
        _tokens.Add(string.Create(CultureInfo.InvariantCulture, $"{{%{name} {Entries.Count}%}}"));
        Entries.Add(entry);
    }

    // The collection goes through a variable of ours, so that DotLiquid need not read it.
    private void AddLoop(LiquidReader reader)
    {
        var variable = reader.ReadName("The name of the loop's variable");
        if (!reader.TryReadWord("in"))
        {
            throw reader.Place.Error("A loop is of the form {% for item in list %}.");
        }

        var hidden = string.Create(CultureInfo.InvariantCulture, $"automail_{Entries.Count}");
        AddTag(LiquidTags.Assign, new LiquidAssignment(hidden, new LiquidExpression(reader.ReadValue(range: true), [])));
        var options = "";
        while (!reader.AtEnd)
        {
            if (reader.TryReadWord("reversed"))
            {
                options = " reversed" + options;
                continue;
            }

            var option = reader.TryReadWord("limit") ? "limit" : reader.TryReadWord("offset") ? "offset" : throw reader.Place.Error("A loop knows only reversed, limit and offset.");
            if (!reader.TryRead(':'))
            {
                throw reader.Place.Error($"{option} is of the form {option}: 3.");
            }

            AddTag(LiquidTags.Assign, new LiquidAssignment($"{hidden}_{option}", new LiquidExpression(reader.ReadValue(), [])));
            options += $" {option}:{hidden}_{option}";
        }

        _tokens.Add($"{{%for {variable} in {hidden}{options}%}}");
        _tokens.Add($"{{%{LiquidTags.Step}%}}");
    }

    private static LiquidValue[] ReadList(LiquidReader reader)
    {
        var values = new List<LiquidValue>();
        do
        {
            values.Add(reader.ReadValue());
        }
        while (reader.TryRead(',') || reader.TryReadWord("or"));
        return [.. values];
    }

    private void Open(LiquidToken token)
    {
        if (_open.Count >= MaxDepth)
        {
            throw token.Start.Error($"Tags are nested deeper than {MaxDepth} levels.");
        }

        _open.Push((token.Name, token.Start, false));
    }

    private void Inside(LiquidToken token, params ReadOnlySpan<string> names)
    {
        if (!_open.TryPeek(out var open) || !names.Contains(open.Name) || open.HasElse)
        {
            throw token.Start.Error($"The tag {token.Name} does not belong here.");
        }
    }

    private void Close(LiquidToken token)
    {
        var name = token.Name.StartsWith("end", StringComparison.Ordinal) ? token.Name[3..] : "";
        if (!Closing.Contains(name))
        {
            throw token.Start.Error($"There is no tag '{token.Name}'.");
        }

        if (!_open.TryPop(out var open) || open.Name != name)
        {
            throw token.Start.Error(open.Name is null
                ? $"The tag {token.Name} closes nothing."
                : $"The tag {token.Name} comes where {{% end{open.Name} %}} is due, for line {open.Place.Line}.");
        }

        _tokens.Add(name switch
        {
            "for" => "{%endfor%}",
            "case" => $"{{%end{LiquidTags.Case}%}}",
            "capture" => $"{{%end{LiquidTags.Capture}%}}",
            _ => $"{{%end{LiquidTags.If}%}}",
        });
    }
}
