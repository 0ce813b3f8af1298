// YAML text → tree, through the event parser alone.
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Router.Configuration;

/// <summary>
/// Reads one YAML document. Anchors, aliases and tags are refused: a configuration needs none, and they are how a small file
/// becomes a large tree. Depth is bounded, size is bounded by the caller.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 24;

    private readonly Parser _parser;
    private readonly ProblemList _problems;

    private YamlTree(string text, ProblemList problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    /// <summary>The root section (empty for an empty file); null when the text is not YAML or not a section, with the problem added.</summary>
    internal static ConfigNode.Mapping? Read(string text, ProblemList problems)
    {
        var tree = new YamlTree(text, problems);
        try
        {
            return tree.Document();
        }
        catch (YamlException broken)
        {
            var reason = Reason(broken);

            // Of a tab the parser says where the section begins that it stands in.
            var line = reason.Contains(" tab ", StringComparison.Ordinal) && TabbedLine(text) is { } tabbed ? tabbed : (int)Math.Max(1, broken.Start.Line);
            var hint = text.Split('\n').ElementAtOrDefault(line - 1)?.Contains("${", StringComparison.Ordinal) == true
                ? " (inside { } or [ ] write \"${NAME}\" in quotes)" : "";
            problems.Add(line, "", $"not valid YAML: {ProblemList.Printable(reason)}{hint}");
            return null;
        }
#pragma warning disable CA1031 // The parser breaks on some malformed texts instead of reporting them; the text is at fault all the same.
        catch (Exception)
#pragma warning restore CA1031
        {
            problems.Add(Line(tree._parser.Current), "", "not valid YAML; look for a '{', '[' or quote that is not closed");
            return null;
        }
    }

    private ConfigNode.Mapping? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return new ConfigNode.Mapping(1);
        }

        _parser.Consume<DocumentStart>();
        var before = _problems.Count;
        var root = Node("", 0);
        if (root is null)
        {
            return null;
        }

        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            _problems.Add(Line(_parser.Current), "", "the file must be one YAML document; remove what follows the second '---'");
            return null;
        }

        if (root.IsNull)
        {
            return new ConfigNode.Mapping(root.Line);
        }

        if (root is ConfigNode.Mapping mapping)
        {
            return mapping;
        }

        if (_problems.Count == before)
        {
            _problems.Add(root.Line, "", $"the file must be a section of keys, not {root.Kind}");
        }

        return null;
    }

    /// <summary>The next node; null when it is nested too deep, which ends the reading.</summary>
    /// <param name="keyLine">The line of its key: a section or list of several lines is found there, not where its first item is.</param>
    private ConfigNode? Node(string path, int depth, int? keyLine = null)
    {
        var current = _parser.Current;
        _parser.MoveNext();
        var line = Line(current);
        if (depth > MaxDepth)
        {
            _problems.Add(line, path, $"nested deeper than {MaxDepth} levels");
            return null;
        }

        if (current is NodeEvent { Anchor.IsEmpty: false })
        {
            _problems.Add(line, path, "YAML anchors and aliases are not supported; write the value out");
        }
        else if (current is NodeEvent { Tag.IsEmpty: false })
        {
            _problems.Add(line, path, "YAML tags are not supported; write the value without one");
        }

        return current switch
        {
            Scalar scalar => new ConfigNode.Scalar(
                line, scalar.Value, scalar.Style is ScalarStyle.Plain, (int)scalar.Start.Index, (int)scalar.End.Index),
            MappingStart => Mapping(keyLine ?? line, path, depth),
            SequenceStart => Sequence(keyLine ?? line, path, depth),
            AnchorAlias => Alias(line, path),
            _ => Nothing(line, path),
        };
    }

    // The parser gives some malformed texts as an end where a value should begin.
    private ConfigNode? Nothing(int line, string path)
    {
        _problems.Add(line, path, "not valid YAML: a value is missing here");
        return null;
    }

    private ConfigNode.Scalar Alias(int line, string path)
    {
        _problems.Add(line, path, "YAML anchors and aliases are not supported; write the value out");
        return new ConfigNode.Scalar(line, "", plain: true, 0, 0);
    }

    private ConfigNode.Mapping? Mapping(int line, string path, int depth)
    {
        var mapping = new ConfigNode.Mapping(line);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(path, depth + 1) is not { } key)
            {
                return null;
            }

            var name = (key as ConfigNode.Scalar)?.Raw;
            if (name is null)
            {
                _problems.Add(key.Line, path, $"a key must be a word, not {key.Kind}");
            }

            var below = ProblemList.Join(path, name ?? "?");
            if (Node(below, depth + 1, key.Line) is not { } value)
            {
                return null;
            }

            if (name is not null && !mapping.Add(new ConfigNode.Entry(name, key.Line, value)))
            {
                _problems.Add(key.Line, below, "this key is written twice; keep one");
            }
        }

        return mapping;
    }

    private ConfigNode.Sequence? Sequence(int line, string path, int depth)
    {
        var sequence = new ConfigNode.Sequence(line);
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (Node($"{path}[{sequence.Items.Count}]", depth + 1) is not { } item)
            {
                return null;
            }

            sequence.Items.Add(item);
        }

        return sequence;
    }

    private static string Reason(YamlException broken)
    {
        var place = broken.Message.IndexOf(" (at Line", StringComparison.Ordinal);
        return place < 0 ? broken.Message : broken.Message[..place];
    }

    /// <summary>The first line that is indented with a tab among others, from 1.</summary>
    private static int? TabbedLine(string text)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line =>
            line.TrimStart() is { Length: > 0 } words && line.AsSpan(0, line.Length - words.Length).Contains('\t'));
        return at < 0 ? null : at + 1;
    }

    private static int Line(ParsingEvent? current) => (int)(current?.Start.Line ?? 1);
}
