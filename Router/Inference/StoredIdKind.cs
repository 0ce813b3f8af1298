// What a provider keeps under an id that it gave.
namespace Router.Inference;

/// <summary>The numbers are part of what is hashed and stay as they are.</summary>
internal enum StoredIdKind
{
    /// <summary>An answer that a later request may go on from.</summary>
    Response = 1,

    /// <summary>A conversation that answers are added to.</summary>
    Conversation = 2,

    /// <summary>One item of an answer's output.</summary>
    Item = 3,

    /// <summary>A sandbox that tools of the service run in.</summary>
    Container = 4,

    /// <summary>An image, a document or what a tool wrote.</summary>
    File = 5,
}
