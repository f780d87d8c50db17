namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>Goes through the pieces of a text in order, with the variables that are in scope.</summary>
internal sealed class LiquidWalk(LintSource source)
{
    // Deeper blocks are read as if they were not there: no engine takes them, and no author writes them.
    private const int MaxDepth = 100;

    private readonly LiquidUses _uses = new();
    private readonly Dictionary<string, ModelNode> _roots = MailModelNames.Roots(source.Kind, source.Options);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Stack<Block> _open = new();
    private LiquidBranch? _branch;
    private int _blocks;
    private int _loops;

    public LiquidUses Read()
    {
        var pieces = source.Pieces.All;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Kind == LiquidPieceKind.Output)
            {
                ReadOutput(LiquidTerm.Read(source.Source, piece.MarkupStart, piece.MarkupEnd));
            }
            else if (piece.Kind == LiquidPieceKind.Tag)
            {
                ReadTag(i, piece);
            }

            _uses.Branches.Add(_branch);
        }

        return _uses;
    }

    private void ReadOutput(List<LiquidTerm> terms)
    {
        Use(terms);
        if (terms is not [{ Kind: LiquidTermKind.Path } first, ..] || terms.Exists(term => term is { Kind: LiquidTermKind.Filter, Value: "default" }))
        {
            return;
        }

        var path = _aliases.GetValueOrDefault(first.Path, first.Path);
        if ((path != first.Path || Resolve(first).Node is { IsOptional: true }) && !IsAsked(first.Path) && !IsAsked(path))
        {
            _uses.BareOutputs.Add(new BareOutput(path, first.Start));
        }
    }

    // Whether a condition around speaks of the value. A first name is there when a name is.
    private bool IsAsked(string path)
        => _open.Any(block => block.Asked.Contains(path) || (path == "contact.firstName" && block.Asked.Contains("contact.name")));

    private void ReadTag(int index, LiquidPiece piece)
    {
        _uses.Tags.Add(new TagUse(piece.Name, piece.Start));
        var terms = LiquidTerm.Read(source.Source, piece.MarkupStart, piece.MarkupEnd);
        switch (piece.Name)
        {
            case "assign":
                ReadAssignment(terms);
                break;
            case "capture" or "increment" or "decrement":
                Declare(terms, ModelNode.Any);
                break;
            case "for" or "tablerow":
                ReadLoop(index, terms);
                break;
            case "if" or "unless" or "case":
                Use(terms);
                Open(piece.Name, Asked(terms));
                break;
            case "elsif" or "else" or "when":
                Use(terms);
                Branch(terms);
                break;
            case "endif" or "endunless" or "endcase" or "endfor" or "endtablerow":
                Close(piece.Name[3..]);
                break;
            case "shape":
                ReadPart(terms);
                Use(terms);
                break;
            default:
                if (LiquidNames.Singles.Contains(piece.Name) || source.Options.KnownTags.Contains(piece.Name))
                {
                    Use(terms);
                }

                break;
        }
    }

    private void ReadAssignment(List<LiquidTerm> terms)
    {
        Use(terms.Skip(1));
        if (terms is not [{ Kind: LiquidTermKind.Path } name, _, ..])
        {
            return;
        }

        _aliases.Remove(name.Value);
        var node = ModelNode.Any;
        if (terms is [_, _, { Kind: LiquidTermKind.Path } value, ..]
            && terms.TrueForAll(term => term.Kind != LiquidTermKind.Filter || LiquidNames.KeepItems.Contains(term.Value)))
        {
            node = Resolve(value).Node ?? ModelNode.Any;
            if (node.IsOptional && !IsAsked(value.Path))
            {
                _aliases[name.Value] = _aliases.GetValueOrDefault(value.Path, value.Path);
            }

            node = node.IsOptional ? ModelNode.Value : node;
        }

        _roots[name.Value] = node;
    }

    private void ReadLoop(int index, List<LiquidTerm> terms)
    {
        Use(terms.Skip(1));
        if (_loops == 0)
        {
            DeclareAhead(index);
        }

        var item = ModelNode.Any;
        if (terms is [_, _, { Kind: LiquidTermKind.Path } list, ..])
        {
            item = Resolve(list).Node?.Find(null) ?? ModelNode.Any;
        }

        if (Open("for", []) is not { } block)
        {
            return;
        }

        _loops++;
        if (terms is [{ Kind: LiquidTermKind.Path } variable, ..])
        {
            block.Hidden = [(variable.Value, _roots.GetValueOrDefault(variable.Value)), ("forloop", _roots.GetValueOrDefault("forloop"))];
            _roots[variable.Value] = item;
            _roots["forloop"] = MailModelNames.Loop;
        }
    }

    // In the second round a loop knows what its first one assigned.
    private void DeclareAhead(int index)
    {
        var pieces = source.Pieces.All;
        var depth = 1;
        for (var i = index + 1; i < pieces.Count && depth > 0; i++)
        {
            var piece = pieces[i];
            depth += piece.Name switch { "for" => 1, "endfor" => -1, _ => 0 };
            if (piece.Name is "assign" or "capture" or "increment" or "decrement"
                && LiquidTerm.Read(source.Source, piece.MarkupStart, piece.MarkupEnd) is [{ Kind: LiquidTermKind.Path } name, ..])
            {
                _roots.TryAdd(name.Value, ModelNode.Any);
            }
        }
    }

    private void ReadPart(List<LiquidTerm> terms)
    {
        var arguments = new List<PartArgument>();
        for (var i = 0; i + 1 < terms.Count; i++)
        {
            if (terms[i].Kind == LiquidTermKind.Argument)
            {
                arguments.Add(new PartArgument(terms[i].Value, terms[i + 1]));
            }
        }

        if (terms.Count > 0)
        {
            _uses.Parts.Add(new PartUse(terms[0].Kind == LiquidTermKind.Text ? terms[0].Value : null, terms[0].Start, arguments));
        }
    }

    private void Declare(List<LiquidTerm> terms, ModelNode node)
    {
        if (terms is [{ Kind: LiquidTermKind.Path } name, ..])
        {
            _roots[name.Value] = node;
            _aliases.Remove(name.Value);
        }
    }

    private void Use(IEnumerable<LiquidTerm> terms)
    {
        foreach (var term in terms)
        {
            if (term.Kind == LiquidTermKind.Filter)
            {
                _uses.Filters.Add(new FilterUse(term.Value, term.Start));
            }
            else if (term.Kind == LiquidTermKind.Path)
            {
                _uses.Variables.Add(Resolve(term));
            }
        }
    }

    private VariableUse Resolve(LiquidTerm term)
    {
        if (!_roots.TryGetValue(term.Value, out var node))
        {
            return new VariableUse(term, null, new LiquidMember(term.Value, term.Start), _roots.Keys);
        }

        foreach (var member in term.Members)
        {
            var next = node.Find(member.Name);
            if (next is null)
            {
                return new VariableUse(term, null, member, node.Members!.Keys);
            }

            node = next;
        }

        return new VariableUse(term, node, default, []);
    }

    private static HashSet<string> Asked(List<LiquidTerm> terms)
        => [.. terms.Where(term => term.Kind == LiquidTermKind.Path).Select(term => term.Path)];

    private Block? Open(string name, HashSet<string> asked)
    {
        if (_open.Count >= MaxDepth)
        {
            return null;
        }

        var block = new Block(name, asked, _branch);
        _open.Push(block);
        _branch = new LiquidBranch(_branch, _blocks++, 0);
        return block;
    }

    private void Branch(List<LiquidTerm> terms)
    {
        if (_open.TryPeek(out var block) && _branch is not null)
        {
            block.Asked.UnionWith(Asked(terms));
            _branch = _branch with { Index = _branch.Index + 1 };
        }
    }

    private void Close(string name)
    {
        if (!_open.TryPeek(out var block) || block.Name != (name == "tablerow" ? "for" : name))
        {
            return;
        }

        _open.Pop();
        _branch = block.Around;
        _loops -= block.Name == "for" ? 1 : 0;
        foreach (var (variable, before) in block.Hidden)
        {
            if (before is null)
            {
                _roots.Remove(variable);
            }
            else
            {
                _roots[variable] = before;
            }
        }
    }

    private sealed class Block(string name, HashSet<string> asked, LiquidBranch? around)
    {
        public string Name => name;

        public HashSet<string> Asked => asked;

        public LiquidBranch? Around => around;

        public (string Variable, ModelNode? Before)[] Hidden { get; set; } = [];
    }
}
