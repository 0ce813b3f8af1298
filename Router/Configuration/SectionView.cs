// Typed access to a checked section, with the defaults of its table.
namespace Router.Configuration;

/// <summary>
/// A section after <see cref="Shape.Check"/>: values that were absent or wrong read as the default (a wrong one has been reported
/// already), so that later rules can still look at the rest and every problem is found in one go.
/// </summary>
internal sealed class SectionView(ConfigNode.Mapping? node, int line, string path, LoadContext context)
{
    /// <summary>Line of the section, or of what stands around it when it is absent.</summary>
    internal int Line { get; } = node?.Line ?? line;

    internal string Path => path;

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

    /// <summary>The section under a key; an empty one when it is not there.</summary>
    internal SectionView Section(Setting setting) =>
        new(node?.Find(setting.Name) as ConfigNode.Mapping, LineOf(setting), PathOf(setting), context);

    /// <summary>The named sections under a key.</summary>
    internal IEnumerable<(string Name, SectionView View)> Sections(Setting setting) =>
        node?.Find(setting.Name) is ConfigNode.Mapping map
            ? map.Entries.Select(entry =>
            {
                var below = ProblemList.Join(PathOf(setting), entry.Key);
                return (entry.Key, new SectionView(entry.Value as ConfigNode.Mapping, entry.Line, below, context));
            })
            : [];

    /// <summary>The listed sections under a key.</summary>
    internal IEnumerable<SectionView> Items(Setting setting) =>
        node?.Find(setting.Name) is ConfigNode.Sequence list
            ? list.Items.Select((item, i) =>
                new SectionView(item as ConfigNode.Mapping, item.Line, $"{PathOf(setting)}[{i}]", context))
            : [];

    /// <summary>The listed values under a key (those that were right), or the default ones.</summary>
    internal IEnumerable<(T Value, int Line, string Path)> Values<T>(Setting setting) =>
        (node?.Find(setting.Name) is { IsNull: false } there ? there : Default(setting)) is ConfigNode.Sequence list
            ? list.Items
                .Select((item, i) => (Item: item, Path: $"{PathOf(setting)}[{i}]"))
                .Where(pair => pair.Item is ConfigNode.Scalar { Parsed: T })
                .Select(pair => ((T)((ConfigNode.Scalar)pair.Item).Parsed!, pair.Item.Line, pair.Path))
            : [];

    /// <summary>The named values under a key (those that were right).</summary>
    internal IEnumerable<(string Name, T Value, int Line)> Pairs<T>(Setting setting) =>
        node?.Find(setting.Name) is ConfigNode.Mapping map
            ? map.Entries
                .Where(entry => entry.Value is ConfigNode.Scalar { Parsed: T })
                .Select(entry => (entry.Key, (T)((ConfigNode.Scalar)entry.Value).Parsed!, entry.Line))
            : [];

    internal void Problem(Setting setting, string message) =>
        context.Problems.Add(LineOf(setting), PathOf(setting), message);

    internal void Warn(Setting setting, string message) =>
        context.Warnings.Add(LineOf(setting), PathOf(setting), message);

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
