using System.Globalization;
using Automail.Engine.Templates;
using DotLiquid;

namespace Automail.Cli.Templates.Liquid;

/// <summary>
/// The tags that take DotLiquid's place where it does less than mail needs: outputs that are HTML-encoded, strict conditions, and a place for
/// every error. Their markup is the number of an entry in <see cref="LiquidProgram.Current"/>.
/// </summary>
internal static class LiquidTags
{
    public const string Output = "automail_output";
    public const string Assign = "automail_assign";
    public const string Capture = "automail_capture";
    public const string If = "automail_if";
    public const string Case = "automail_case";
    public const string Cycle = "automail_cycle";
    public const string Place = "automail_place";
    public const string Step = "automail_step";
    public const string Shape = "automail_shape";

    /// <summary>Makes the tags known to DotLiquid, whose list of tags is the process's.</summary>
    public static void Register()
    {
        Template.RegisterTag<OutputTag>(Output);
        Template.RegisterTag<AssignTag>(Assign);
        Template.RegisterTag<CaptureTag>(Capture);
        Template.RegisterTag<IfTag>(If);
        Template.RegisterTag<CaseTag>(Case);
        Template.RegisterTag<CycleTag>(Cycle);
        Template.RegisterTag<PlaceTag>(Place);
        Template.RegisterTag<StepTag>(Step);
        Template.RegisterTag<LiquidShapeTag>(Shape);
    }

    /// <summary>What a tag's markup refers to.</summary>
    internal static T Entry<T>(string markup) => (T)LiquidProgram.Current!.Entries[int.Parse(markup, CultureInfo.InvariantCulture)];

    private static void Write(LiquidOutput output, Context context, TextWriter result)
    {
        var scope = LiquidScope.Of(context);
        scope.Place = output.Place;
        var value = output.Expression.Get(context);
        var text = LiquidText.Print(value, scope.Culture);
        result.Write(output.Encoding == LiquidEncoding.None || scope.IsMarkup(value) ? text : MailHtml.Encode(text));
    }

    /// <summary>Remembers where the rendering is.</summary>
    private sealed class PlaceTag : Tag
    {
        private LiquidPlace _place;

        public override void Initialize(string tagName, string markup, List<string> tokens) => _place = Entry<LiquidPlace>(markup);

        public override void Render(Context context, TextWriter result) => LiquidScope.Of(context).Place = _place;
    }

    /// <summary>Counts the rounds of loops.</summary>
    private sealed class StepTag : Tag
    {
        public override void Render(Context context, TextWriter result) => LiquidScope.Of(context).CountStep();
    }

    /// <summary><c>{% cycle "a", "b" %}</c>: one of the outputs after the other, round and round.</summary>
    private sealed class CycleTag : Tag
    {
        private LiquidOutput[] _outputs = null!;

        public override void Initialize(string tagName, string markup, List<string> tokens) => _outputs = Entry<LiquidOutput[]>(markup);

        public override void Render(Context context, TextWriter result)
            => Write(_outputs[LiquidScope.Of(context).CountTurn(this) % _outputs.Length], context, result);
    }

    /// <summary><c>{{ … }}</c></summary>
    private sealed class OutputTag : Tag
    {
        private LiquidOutput _output = null!;

        public override void Initialize(string tagName, string markup, List<string> tokens) => _output = Entry<LiquidOutput>(markup);

        public override void Render(Context context, TextWriter result) => Write(_output, context, result);
    }

    /// <summary><c>{% assign a = b | filter %}</c></summary>
    private sealed class AssignTag : Tag
    {
        private LiquidAssignment _assignment = null!;

        public override void Initialize(string tagName, string markup, List<string> tokens) => _assignment = Entry<LiquidAssignment>(markup);

        public override void Render(Context context, TextWriter result)
            => context.Scopes[^1][_assignment.Name] = _assignment.Expression.Get(context);
    }

    /// <summary><c>{% capture a %}…{% endcapture %}</c>: what was encoded once is not encoded again.</summary>
    private sealed class CaptureTag : Block
    {
        private string _name = "";

        public override void Initialize(string tagName, string markup, List<string> tokens)
        {
            _name = Entry<string>(markup);
            base.Initialize(tagName, markup, tokens);
        }

        public override void Render(Context context, TextWriter result)
        {
            using var captured = new LimitedWriter(MailRenderer.MaxLength);
            RenderAll(NodeList, context, captured);
            context.Scopes[^1][_name] = LiquidScope.Of(context).MarkAsMarkup(captured.ToString());
        }
    }

    /// <summary><c>if</c> and <c>unless</c>, whose first condition is turned round.</summary>
    private sealed class IfTag : Block
    {
        private readonly List<(LiquidBranch? Branch, List<object> Nodes)> _branches = [];

        public override void Initialize(string tagName, string markup, List<string> tokens)
        {
            AddBranch(Entry<LiquidBranch>(markup));
            base.Initialize(tagName, markup, tokens);
        }

        public override void UnknownTag(string tag, string markup, List<string> tokens)
            => AddBranch(tag == "else" ? null : Entry<LiquidBranch>(markup));

        public override void Render(Context context, TextWriter result)
        {
            foreach (var (branch, nodes) in _branches)
            {
                if (branch is null || branch.Condition.Holds(context) != branch.IsNegated)
                {
                    RenderAll(nodes, context, result);
                    return;
                }
            }
        }

        private void AddBranch(LiquidBranch? branch)
        {
            NodeList = [];
            _branches.Add((branch, NodeList));
        }
    }

    /// <summary><c>case</c> with <c>when</c> and <c>else</c>.</summary>
    private sealed class CaseTag : Block
    {
        private readonly List<(LiquidValue[]? Values, List<object> Nodes)> _branches = [];
        private LiquidValue _subject = null!;

        public override void Initialize(string tagName, string markup, List<string> tokens)
        {
            _subject = Entry<LiquidValue>(markup);
            base.Initialize(tagName, markup, tokens);
        }

        public override void UnknownTag(string tag, string markup, List<string> tokens)
        {
            NodeList = [];
            _branches.Add((tag == "else" ? null : Entry<LiquidValue[]>(markup), NodeList));
        }

        public override void Render(Context context, TextWriter result)
        {
            var subject = _subject.Get(context);
            foreach (var (values, nodes) in _branches)
            {
                if (values is null || values.Any(value => LiquidCondition.AreEqual(subject, value.Get(context))))
                {
                    RenderAll(nodes, context, result);
                    return;
                }
            }
        }
    }
}

/// <summary>An output and how it is encoded.</summary>
internal sealed record LiquidOutput(LiquidExpression Expression, LiquidEncoding Encoding, LiquidPlace Place);

/// <summary>A name and what it is given.</summary>
internal sealed record LiquidAssignment(string Name, LiquidExpression Expression);

/// <summary>The condition of a branch.</summary>
internal sealed record LiquidBranch(LiquidCondition Condition, bool IsNegated);
