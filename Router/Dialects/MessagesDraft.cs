// A Messages request that is being written.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>What its writers share.</summary>
internal sealed class MessagesDraft(InferenceRequest request, TargetProfile target, JsonOutput json, LossReport report, ToolNames names)
{
    /// <summary>Most cache marks that a Messages service takes in one request.</summary>
    private const int MostCacheMarks = 4;

    private int _cacheMarks;

    internal InferenceRequest Request => request;

    internal TargetProfile Target => target;

    internal TargetTraits Traits => target.Traits;

    internal JsonOutput Json => json;

    internal ToolNames Names => names;

    /// <summary>Reports a loss.</summary>
    internal void Lose(LossRule rule) => report.Lose(rule);

    /// <summary>Writes the mark of an object that has one.</summary>
    internal void WriteCacheMark(bool isMarked)
    {
        if (!isMarked)
        {
            return;
        }

        if (!Traits.CacheBreakpoints || ++_cacheMarks > MostCacheMarks)
        {
            Lose(LossRule.CacheMark);
            return;
        }

        json.Name("cache_control"u8);
        json.BeginObject();
        json.Word("type"u8, "ephemeral"u8);
        json.EndObject();
    }
}
