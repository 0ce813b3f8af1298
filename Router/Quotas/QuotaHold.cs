// What one request holds while it is served.
namespace Router.Quotas;

/// <summary>Ends by <see cref="Settle"/> or by <see cref="Release"/>. The calls may come from different threads.</summary>
internal sealed class QuotaHold
{
    private readonly QuotaBook _book;

    /// <summary>Only <see cref="QuotaBook"/> makes one.</summary>
    internal QuotaHold(QuotaBook book, BoundQuotas quotas, in QuotaMoment began, long tokens) =>
        (_book, Quotas, Began, Tokens) = (book, quotas, began, tokens);

    /// <summary>The number of the set, for the ledger's row.</summary>
    internal int Set => Quotas.Set.Id;

    internal BoundQuotas Quotas { get; }

    /// <summary>The moment whose buckets this counts in, also when it ends later.</summary>
    internal QuotaMoment Began { get; }

    /// <summary>The tokens held; written by the book alone, under its lock.</summary>
    internal long Tokens { get; set; }

    /// <summary>As <see cref="Tokens"/>.</summary>
    internal bool Ended { get; set; }

    /// <summary>Holds tokens for a further attempt; false when they do not fit, and then nothing has changed.</summary>
    internal bool TryAdd(long tokens) => _book.TryAdd(this, tokens);

    /// <summary>Counts the request with what it used, and gives the rest back.</summary>
    /// <exception cref="InvalidOperationException">The hold has ended: it would count twice.</exception>
    internal void Settle(long tokens) => _book.Settle(this, tokens);

    /// <summary>Gives everything back; the request counts nowhere. Does nothing once the hold has ended.</summary>
    internal void Release() => _book.Release(this);
}
