// Typed access to a checked section, with the defaults of its table.
namespace Router.Configuration;

/// <summary>
/// A section after <see cref="Shape.Check"/>: values that were absent or wrong read as the default (a wrong one has been reported
/// already), so that later rules can still look at the rest and every problem is found in one go.
/// What it lists are objects, not structs, and come from its own loops: LINQ over a struct is compiled anew at each start.
/// </summary>
internal sealed class SectionView(ConfigNode.Mapping? node, int line, string path, LoadContext context)
{
    /// <summary>Line of the section, or of what stands around it when it is absent.</summary>
    internal int Line { get; } = node?.Line ?? line;

    internal string Path => path;

    /// <summary>The key that it stands under, where that is a name; else empty.</summary>
    internal string Name { get; private init; } = "";

    internal LoadContext Context => context;

    /// <summary>Is the key there with a value?</summary>
    internal bool Has(Setting setting) => node?.Find(setting.Name) is { IsNull: false };

    /// <summary>Line of a key's value, or of the section when it is not there.</summary>
    internal int LineOf(Setting setting) => node?.Find(setting.Name)?.Line ?? Line;

    internal string PathOf(Setting setting) => ProblemList.Join(path, setting.Name);

    /// <summary>The value, or the default; null when there is neither.</summary>
    internal T? Find<T>(Setting setting)
    {
        if (node?.Find(setting.Name) is ConfigNode.Scalar { Parsed: T written })
        {
            return written;
        }

        return Default(setting) is ConfigNode.Scalar { Parsed: T value } ? value : default;
    }

    /// <summary>The value, or the default, which must exist.</summary>
    internal T Get<T>(Setting setting)
        where T : notnull =>
        Find<T>(setting) ?? throw new InvalidOperationException($"{PathOf(setting)} has no default");

    /// <summary>The text that stands there; null when there is none or an empty one, which says as much.</summary>
    internal string? Written(Setting setting) => Has(setting) && Find<string>(setting) is { Length: > 0 } text ? text : null;

    /// <summary>The section under a key; an empty one when it is not there.</summary>
    internal SectionView Section(Setting setting) =>
        new(node?.Find(setting.Name) as ConfigNode.Mapping, LineOf(setting), PathOf(setting), context);

    /// <summary>The named sections under a key.</summary>
    internal IEnumerable<SectionView> Sections(Setting setting)
    {
        foreach (var entry in EntriesOf(setting))
        {
            yield return new SectionView(entry.Value as ConfigNode.Mapping, entry.Line, ProblemList.Join(PathOf(setting), entry.Key), context)
            {
                Name = entry.Key,
            };
        }
    }

    /// <summary>The listed sections under a key.</summary>
    internal IEnumerable<SectionView> Items(Setting setting)
    {
        var items = ItemsOf(node?.Find(setting.Name));
        for (var i = 0; i < items.Count; i++)
        {
            yield return new SectionView(items[i] as ConfigNode.Mapping, items[i].Line, $"{PathOf(setting)}[{i}]", context);
        }
    }

    /// <summary>The listed values under a key (those that were right), or the default ones.</summary>
    internal IEnumerable<ListedValue<T>> Values<T>(Setting setting)
    {
        var items = ItemsOf(node?.Find(setting.Name) is { IsNull: false } there ? there : Default(setting));
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is ConfigNode.Scalar { Parsed: T value })
            {
                yield return new ListedValue<T>(value, items[i].Line, $"{PathOf(setting)}[{i}]");
            }
        }
    }

    /// <summary>The named values under a key (those that were right).</summary>
    internal IEnumerable<NamedValue<T>> Pairs<T>(Setting setting)
    {
        foreach (var entry in EntriesOf(setting))
        {
            if (entry.Value is ConfigNode.Scalar { Parsed: T value })
            {
                yield return new NamedValue<T>(entry.Key, value);
            }
        }
    }

    internal void Problem(Setting setting, string message) =>
        context.Problems.Add(LineOf(setting), PathOf(setting), message);

    internal void Warn(Setting setting, string message) =>
        context.Warnings.Add(LineOf(setting), PathOf(setting), message);

    private List<ConfigNode.Entry> EntriesOf(Setting setting) => node?.Find(setting.Name) is ConfigNode.Mapping map ? map.Entries : [];

    private static List<ConfigNode> ItemsOf(ConfigNode? list) => list is ConfigNode.Sequence sequence ? sequence.Items : [];

    private ConfigNode? Default(Setting setting)
    {
        var value = setting.DefaultNode();
        if (value is not null)
        {
            setting.Shape.Check(value, PathOf(setting), context);
        }

        return value;
    }
}
