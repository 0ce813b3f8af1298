// One page of the documentation.
namespace Router.Admin;

/// <summary>A page in both of its forms.</summary>
/// <param name="Title">Its first heading.</param>
/// <param name="Html">What a browser shows.</param>
/// <param name="Markdown">The file as it lies in the repository.</param>
internal sealed record DocumentationPage(string Title, DocumentationForm Html, DocumentationForm Markdown);
