using System.Globalization;
using Automail.Engine.Templates;
using DotLiquid;

namespace Automail.Cli.Templates.Liquid;

/// <summary>What one rendering knows and counts.</summary>
internal sealed class LiquidScope(CultureInfo culture, TimeZoneInfo zone, LiquidContext mail)
{
    private const string Register = "automail";

    /// <summary>The most rounds of all loops together.</summary>
    public const int MaxSteps = 200_000;

    // Texts that are HTML already, by reference: what a filter makes of one is a new text, and no longer marked.
    private readonly HashSet<object> _markup = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _turns = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _parts = [];
    private int _steps;

    public CultureInfo Culture => culture;

    public TimeZoneInfo Zone => zone;

    public DateTimeOffset Now => mail.Now;

    /// <summary>What is being rendered, for errors.</summary>
    public LiquidPlace Place { get; set; }

    public static LiquidScope Of(Context context) => (LiquidScope)context.Registers[Register];

    public Hash ToRegisters() => new() { [Register] = this };

    /// <summary>A text that is printed without being encoded.</summary>
    public string MarkAsMarkup(string text)
    {
        var marked = new string(text.AsSpan());
        _markup.Add(marked);
        return marked;
    }

    public bool IsMarkup(object? value) => value is string && _markup.Contains(value);

    /// <summary>How often this was called for a tag before.</summary>
    public int CountTurn(object tag) => (_turns[tag] = _turns.GetValueOrDefault(tag) + 1) - 1;

    /// <summary>Finds a part that is printed now.</summary>
    public DotLiquidTemplate Enter(string name)
    {
        if (mail.Parts is null)
        {
            throw new InvalidOperationException($"The part '{name}' cannot be printed here: parts are HTML.");
        }

        var part = mail.Parts.Find(name) as DotLiquidTemplate ?? throw new InvalidOperationException($"There is no part '{name}' in the theme.");
        if (_parts.Contains(name, StringComparer.OrdinalIgnoreCase) || _parts.Count >= LiquidContext.MaxPartDepth)
        {
            throw new InvalidOperationException($"The part '{name}' includes itself ({string.Join(" > ", _parts)} > {name}).");
        }

        _parts.Add(name);
        CountStep();
        return part;
    }

    /// <summary>The place as it stands in the file of the part that is printed.</summary>
    public LiquidPlace Locate(string name, LiquidPlace place)
    {
        var (line, column) = mail.Parts?.Locate(name, place.Line, place.Column) ?? (place.Line, place.Column);
        return new LiquidPlace(line, column);
    }

    /// <summary>The part that was printed last is done.</summary>
    public void Leave() => _parts.RemoveAt(_parts.Count - 1);

    public void CountStep()
    {
        if (++_steps > MaxSteps)
        {
            throw new InvalidOperationException($"The loops take more than {MaxSteps} rounds.");
        }
    }
}
