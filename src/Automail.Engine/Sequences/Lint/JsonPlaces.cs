using System.Text;
using System.Text.Json;

namespace Automail.Engine.Sequences.Lint;

/// <summary>Lines and columns of what a JSON text holds, by path, as far as the text can be read.</summary>
internal sealed class JsonPlaces
{
    public const string HalfOfAPair = "The text holds half of a surrogate pair.";

    // A definition has some thousands of places; the bounds keep a hostile text from costing more than it weighs.
    private const int MaxPlaces = 50_000;
    private const int MaxPath = 500;

    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal) { [""] = (1, 1) };

    private JsonPlaces()
    {
    }

    /// <summary>Why the text is no JSON, and where; null when it is.</summary>
    public (string Path, int Line, int Column, string Message)? Error { get; private set; }

    /// <summary>Reads a text.</summary>
    public static JsonPlaces Read(ReadOnlySpan<byte> json)
    {
        var places = new JsonPlaces();
        var walk = new Walk(json, places);
        walk.Run();
        return places;
    }

    /// <summary>Where the value of a path stands, or, when there is none, the nearest value around it.</summary>
    public (int Line, int Column) Of(string path)
    {
        while (true)
        {
            if (_places.TryGetValue(path, out var place))
            {
                return place;
            }

            path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)];
        }
    }

    private void Add(string? path, (int Line, int Column) place)
    {
        if (path is not null && _places.Count < MaxPlaces)
        {
            // What stands twice is told at its second place.
            _places[path] = place;
        }
    }

    private static string? Below(string? path, string end) => path is null || path.Length + end.Length > MaxPath ? null : path + end;

    private ref struct Walk(ReadOnlySpan<byte> json, JsonPlaces places)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private readonly Stack<(string? Path, int Index)> _around = new();
        private Utf8JsonReader _reader = new(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });
        private string? _name = "";
        private long _at;
        private int _line = 1;
        private int _column = 1;

        public void Run()
        {
            try
            {
                while (_reader.Read())
                {
                    Take();
                }
            }
            catch (JsonException error)
            {
                // The reader counts lines as this does; within the line it counts bytes.
                Advance(Math.Min(_json.Length, Start((int)(error.LineNumber ?? 0)) + (error.BytePositionInLine ?? 0)));
                places.Error = (Current() ?? "", _line, _column, error.Message.Split(" LineNumber:")[0]);
            }
            catch (InvalidOperationException)
            {
                places.Error = (Current() ?? "", _line, _column, HalfOfAPair);
            }
        }

        private void Take()
        {
            Advance(_reader.TokenStartIndex);
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _name = Below(_around.Peek().Path, (_around.Peek().Path is "" ? "" : ".") + _reader.GetString());
                    places.Add(_name, (_line, _column));
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _around.Push((Begin(), _reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _around.Pop();
                    break;
                case JsonTokenType.String when _reader.ValueIsEscaped:
                    Begin();
                    _reader.GetString();
                    break;
                default:
                    Begin();
                    break;
            }
        }

        /// <summary>The path of the value that begins here.</summary>
        private string? Begin()
        {
            var path = Current();
            if (_around.TryPop(out var around))
            {
                if (around.Index < 0)
                {
                    _around.Push(around);
                    return path;
                }

                _around.Push((around.Path, around.Index + 1));
            }

            places.Add(path, (_line, _column));
            return path;
        }

        private readonly string? Current() => _around.TryPeek(out var around) && around.Index >= 0 ? Below(around.Path, $"[{around.Index}]") : _name;

        private readonly int Start(int line)
        {
            var start = 0;
            while (line-- > 0)
            {
                start += _json[start..].IndexOf((byte)'\n') + 1;
            }

            return start;
        }

        private void Advance(long to)
        {
            for (; _at < to; _at++)
            {
                var b = _json[(int)_at];
                (_line, _column) = b == '\n' ? (_line + 1, 1)
                    : (b & 0xC0) == 0x80 ? (_line, _column)
                    : (_line, _column + (b >= 0xF0 ? 2 : 1));
            }
        }
    }
}
