using System.Collections.Concurrent;

namespace Automail.Engine.Templates;

/// <summary>
/// Keeps what was made of the templates in use. When it is full, the older half goes: what was used since the last time stays.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="capacity">How many entries a half holds.</param>
internal sealed class TemplateCache<T>(int capacity)
    where T : class
{
    private ConcurrentDictionary<Key, T> _young = new();
    private ConcurrentDictionary<Key, T> _old = new();

    /// <summary>What was kept for this template and version, else what <paramref name="create"/> makes of it.</summary>
    public T GetOrAdd(MailTemplate template, Func<MailTemplate, T> create)
    {
        var key = new Key(template.Name, template.Version, template.Locale, template.Theme?.Version);
        if (_young.TryGetValue(key, out var value))
        {
            return value;
        }

        value = _old.TryGetValue(key, out var kept) ? kept : create(template);
        if (_young.Count >= capacity)
        {
            // Two threads may do this at once; then more is forgotten, and made again when it is asked for.
            (_old, _young) = (_young, new ConcurrentDictionary<Key, T>());
        }

        _young[key] = value;
        return value;
    }

    private readonly record struct Key(string Name, string Version, string? Locale, string? Theme);
}
