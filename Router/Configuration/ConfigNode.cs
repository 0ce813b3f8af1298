// The tree that a configuration file is read into before anything is known of its keys.
namespace Router.Configuration;

/// <summary>A node of the file with the line it begins on (from 1).</summary>
internal abstract class ConfigNode(int line)
{
    internal int Line { get; } = line;

    /// <summary>What the node is, for messages: "a section", "a list", "a value".</summary>
    internal abstract string Kind { get; }

    /// <summary>Absent as far as the reader goes: an empty plain value, <c>~</c> or <c>null</c>.</summary>
    internal virtual bool IsNull => false;

    /// <summary>Says nothing: absent, zero, false or empty all the way down.</summary>
    internal abstract bool IsNothing { get; }

    /// <summary>A value; <paramref name="start"/> and <paramref name="end"/> are its place in the text, in characters, quotes included.</summary>
    internal sealed class Scalar(int line, string raw, bool plain, int start, int end) : ConfigNode(line)
    {
        /// <summary>The value as written, before variables are expanded.</summary>
        internal string Raw { get; } = raw;

        /// <summary>Written without quotes, on one or more lines.</summary>
        internal bool Plain { get; } = plain;

        internal int Start { get; } = start;

        internal int End { get; } = end;

        /// <summary>The value with variables expanded; <see cref="Raw"/> until then.</summary>
        internal string Text { get; set; } = raw;

        /// <summary>What the shape made of it; null when it was absent or wrong.</summary>
        internal object? Parsed { get; set; }

        internal override string Kind => "a value";

        internal override bool IsNull => Plain && (Text.Length == 0 || Raw is "~" or "null" or "Null" or "NULL");

        internal override bool IsNothing => IsNull || Text is "" or "0" or "0.0" or "0s" or "false";
    }

    /// <summary>Keys and values in file order; of a key written twice the first is kept.</summary>
    internal sealed class Mapping(int line) : ConfigNode(line)
    {
        private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);

        internal List<Entry> Entries { get; } = [];

        internal override string Kind => "a section";

        internal override bool IsNothing => Entries.TrueForAll(entry => entry.Value.IsNothing);

        /// <summary>Adds an entry; false when the key is there already.</summary>
        internal bool Add(Entry entry)
        {
            if (!_byKey.TryAdd(entry.Key, entry))
            {
                return false;
            }

            Entries.Add(entry);
            return true;
        }

        /// <summary>The value of a key, or null when the key is not there.</summary>
        internal ConfigNode? Find(string key) => _byKey.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    /// <summary>Items in file order.</summary>
    internal sealed class Sequence(int line) : ConfigNode(line)
    {
        internal List<ConfigNode> Items { get; } = [];

        internal override string Kind => "a list";

        internal override bool IsNothing => Items.Count == 0;
    }

    /// <summary>One key of a <see cref="Mapping"/> with the line of the key.</summary>
    internal sealed record Entry(string Key, int Line, ConfigNode Value);
}
