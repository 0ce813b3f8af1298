// The one table of what becomes of everything that a translation cannot carry exactly.
using System.Collections.Frozen;
using System.Collections.Immutable;
using Router.Inference;
using static Router.Inference.Fate;
using static Router.Inference.LossRule;

namespace Router.Dialects;

/// <summary>
/// Readers and writers say which rule they met; the fate is decided here and nowhere else (mapping sections 2 and 8). Members that are
/// exact in every direction have no row. The documentation prints this table.
/// </summary>
internal static class LossPolicy
{
    /// <summary>In the order of the mapping: rule; its name in Chat, Responses, Messages; fate towards each; why; unless.</summary>
    internal static readonly ImmutableArray<LossRow> Rows =
    [
        new(SystemAndDeveloper, "messages[].role", "input[].role", null, Exact, Exact, Approximated, "system and developer messages share one list of instructions"),
        new(MidConversationSystem, "messages[].role", "input[].role", "messages[].role", Approximated, Approximated, Approximated, "a system message in mid-conversation moves to the end of the instructions", "midSystem"),
        new(ParticipantName, "messages[].name", null, null, Ignored, Ignored, Ignored, "participants have no names"),
        new(Prefill, "messages[]", "input[]", "messages[]", Refused, Refused, Refused, "the last message is the assistant's, and Messages would continue it where the others read it", "prefill, or no side is Messages"),

        new(ImageInline, "messages[].content[].image_url", "input[].content[].image_url", "messages[].content[].image", Refused, Refused, Refused, "the target takes no images", "images"),
        new(ImageLink, "messages[].content[].image_url", "input[].content[].image_url", "messages[].content[].image.source.url", Refused, Refused, Refused, "the target takes no images by link, and the router fetches none", "imageUrls"),
        new(ImageType, "messages[].content[].image_url", "input[].content[].image_url", null, Exact, Exact, Refused, "images must be JPEG, PNG, GIF or WebP, and inline ones in base64"),
        new(LossRule.ImageDetail, "messages[].content[].image_url.detail", "input[].content[].detail", null, Exact, Exact, Ignored, "images have no detail"),
        new(ImageDetailOriginal, null, "input[].content[].detail", null, Approximated, Exact, Ignored, "detail original is sent as high"),
        new(ImageTransformations, null, null, "messages[].content[].transformations", Refused, Refused, Exact, "images are not transformed on request"),
        new(DocumentInline, "messages[].content[].file", "input[].content[].file_data", "messages[].content[].document", Refused, Refused, Refused, "the target takes no documents", "documents"),
        new(DocumentLink, null, "input[].content[].file_url", "messages[].content[].document.source.url", Refused, Refused, Refused, "the target takes no documents by link, and the router fetches none", "documentUrls"),
        new(DocumentType, "messages[].content[].file", "input[].content[].file_data", null, Exact, Exact, Refused, "documents must be PDF or plain text"),
        new(DocumentDetail, null, "input[].content[].detail", null, Ignored, Exact, Ignored, "documents have no detail"),
        new(DocumentContext, null, null, "messages[].content[].document.context", Approximated, Approximated, Exact, "title and context of a document are put before it as text"),
        new(DocumentBlocks, null, null, "messages[].content[].document.source.content", Approximated, Approximated, Exact, "the blocks of a document stand in its place"),
        new(DocumentCitations, null, null, "messages[].content[].citations", Refused, Refused, Exact, "the target cites no documents"),
        new(FileId, "messages[].content[].file.file_id", "input[].content[].file_id", "messages[].content[].source.file_id", Refused, Refused, Refused, "a file's id belongs to one account of one provider"),
        new(SearchResult, null, null, "messages[].content[].search_result", Approximated, Approximated, Exact, "a search result is sent as text with its source and title"),
        new(AudioIn, "messages[].content[].input_audio", null, null, Refused, Refused, Refused, "the target hears no audio"),
        new(RefusalInHistory, "messages[].refusal", "input[].content[].refusal", null, Exact, Exact, Approximated, "an earlier refusal is sent as text"),
        new(CitationsInHistory, "messages[].annotations", "input[].content[].annotations", "messages[].content[].citations", Ignored, Ignored, Ignored, "an earlier answer is sent without its sources"),
        new(CacheMark, "messages[].content[].prompt_cache_breakpoint", "input[].content[].prompt_cache_breakpoint", "messages[].content[].cache_control", Ignored, Ignored, Ignored, "the target has its own prompt cache", "cacheBreakpoints"),
        new(ContainerUpload, null, null, "messages[].content[].container_upload", Refused, Refused, Exact, "the target has no container"),
        new(Phase, null, "input[].phase", null, Ignored, Exact, Ignored, "messages have no phase"),

        new(LossRule.Tools, "tools", "tools", "tools", Refused, Refused, Refused, "the target calls no tools", "tools"),
        new(StrictUnsaid, null, "tools[].strict", null, Approximated, Exact, Approximated, "a function that does not say strict is strict in Responses alone"),
        new(CustomTool, "tools[].custom", "tools[].custom", null, Approximated, Approximated, Approximated, "a free-form tool is sent as a function with one string field", "customTools"),
        new(LossRule.ToolGrammar, "tools[].custom.format", "tools[].format", null, Approximated, Approximated, Approximated, "a grammar is told in the tool's description and not enforced", "customTools"),
        new(AllowedTools, "tool_choice.allowed_tools", "tool_choice.tools", null, Exact, Exact, Approximated, "only the allowed tools are sent"),
        new(ParallelCalls, "parallel_tool_calls", "parallel_tool_calls", "tool_choice.disable_parallel_tool_use", Ignored, Ignored, Ignored, "the target makes one call at a time", "parallelTools"),
        new(ForcedChoiceWithThinking, "tool_choice with reasoning_effort", "tool_choice with reasoning.effort", null, Exact, Exact, Refused, "a call cannot be forced while thinking is on"),
        new(DeferredTools, null, "tools[].defer_loading", "tools[].defer_loading", Approximated, Approximated, Approximated, "every tool is sent at once, and none is searched for"),
        new(InputExamples, null, null, "tools[].input_examples", Ignored, Ignored, Exact, "tools have no examples"),
        new(EagerInputStreaming, null, null, "tools[].eager_input_streaming", Ignored, Ignored, Exact, "arguments stream as the target streams them"),
        new(OutputSchema, null, "tools[].output_schema", null, Ignored, Exact, Ignored, "tools have no schema for their results"),
        new(AllowedCallers, null, "tools[].allowed_callers", "tools[].allowed_callers", Refused, Refused, Refused, "only the model itself calls tools"),
        new(ServiceTool, "tools[]", "tools[]", "tools[]", Refused, Refused, Refused, "a tool that a service runs or a model knows by heart exists in its own dialect alone"),
        new(AgentTool, null, "tools[]", null, Ignored, Exact, Ignored, "an agent lists this tool by default and works without it"),
        new(ServiceCallInHistory, "messages[]", "input[]", "messages[].content[]", Refused, Refused, Refused, "what a service's own tool did cannot be told in another dialect"),
        new(UnparsedArguments, "messages[].tool_calls[].function.arguments", "input[].arguments", null, Exact, Exact, Approximated, "arguments that are not a JSON object are sent as the text they are"),
        new(ResultMedia, "messages[].content[]", "input[].output[]", "messages[].content[].content[]", Approximated, Approximated, Approximated, "images and documents of a tool's result follow it in a user message", "toolResultImages"),
        new(ResultError, null, null, "messages[].content[].is_error", Approximated, Approximated, Exact, "a failed tool's result says so in its text"),
        new(UndeclaredTool, "tools", "tools", "tools", Exact, Exact, Approximated, "a tool that was called before and is no longer listed is declared without parameters"),

        new(LossRule.JsonSchema, "response_format.json_schema", "text.format", "output_config.format", Refused, Refused, Refused, "the target enforces no schema", "jsonSchema"),
        new(FormatName, "response_format.json_schema.description", "text.format.description", null, Exact, Exact, Ignored, "a schema has no name and no description of its own"),
        new(FormatNotStrict, "response_format.json_schema.strict", "text.format.strict", null, Exact, Exact, Approximated, "a schema is always enforced"),
        new(LossRule.JsonObject, "response_format", "text.format", null, Refused, Refused, Refused, "the target has no mode for JSON without a schema", "jsonObject"),
        new(GrammarFormat, "response_format", "text.format", "output_config.format", Refused, Refused, Refused, "this form of output exists in its own dialect alone"),
        new(Verbosity, "verbosity", "text.verbosity", null, Exact, Exact, Ignored, "there is no setting for verbosity"),
        new(AudioOut, "modalities", null, null, Refused, Refused, Refused, "the target speaks no audio"),

        new(OutputLimitTooSmall, "max_completion_tokens", "max_output_tokens", "max_tokens", Exact, Approximated, Exact, "the limit is raised to 16, the least that Responses takes"),
        new(Temperature, "temperature", "temperature", "temperature", Refused, Refused, Refused, "the target does not take this temperature", "temperatureMax, sampling"),
        new(TopP, "top_p", "top_p", "top_p", Refused, Refused, Refused, "the target does not take top_p", "sampling"),
        new(TopK, "top_k", null, "top_k", Refused, Refused, Refused, "the target does not take top_k", "topK, sampling"),
        new(PresencePenalty, "presence_penalty", null, null, Refused, Refused, Refused, "the target knows no penalties", "penalties"),
        new(FrequencyPenalty, "frequency_penalty", null, null, Refused, Refused, Refused, "the target knows no penalties", "penalties"),
        new(LogitBias, "logit_bias", null, null, Refused, Refused, Refused, "the target takes no bias"),
        new(Seed, "seed", null, null, Ignored, Ignored, Ignored, "no service promises what a seed is for", "seed"),
        new(Stop, "stop", null, "stop_sequences", Refused, Refused, Refused, "the target takes fewer stop sequences, or none", "stopMax"),
        new(SeveralAnswers, "n", null, null, Refused, Refused, Refused, "one answer to one request"),
        new(LogProbs, "logprobs", "include", null, Refused, Refused, Refused, "the target tells no probabilities", "logprobs"),
        new(TopLogProbs, "top_logprobs", "top_logprobs", null, Refused, Refused, Refused, "the target tells no probabilities", "logprobs"),
        new(Prediction, "prediction", null, null, Ignored, Ignored, Ignored, "a prediction only saves time"),
        new(Truncation, null, "truncation", null, Approximated, Exact, Approximated, "the input is not cut to fit"),

        new(Effort, "reasoning_effort", "reasoning.effort", "thinking", Refused, Refused, Refused, "the target does not reason", "reasoning"),
        new(EffortLevel, "reasoning_effort", "reasoning.effort", "output_config.effort", Approximated, Approximated, Approximated, "the nearest level that the target has", "reasoning"),
        new(ThinkingBudget, null, null, "thinking.budget_tokens", Approximated, Approximated, Exact, "a budget becomes a level"),
        new(ThinkingRoom, "reasoning_effort", "reasoning.effort", null, Exact, Exact, Approximated, "the output limit leaves no room for thinking"),
        new(ThinkingBetweenTools, null, null, "thinking.type", Refused, Refused, Exact, "thinking between tools exists in Messages alone"),
        new(ReasoningMode, null, "reasoning.mode", null, Refused, Exact, Refused, "this mode exists in Responses alone"),
        new(ReasoningContext, null, "reasoning.context", null, Refused, Exact, Refused, "this context exists in Responses alone"),
        new(LossRule.ReasoningDisplay, null, "reasoning.summary", "thinking.display", Ignored, Approximated, Approximated, "reasoning is shown as the target shows it"),
        new(ForeignReasoning, "messages[].reasoning_content", "input[].reasoning", "messages[].content[].thinking", Approximated, Approximated, Approximated, "reasoning goes back to its maker or nowhere"),
        new(ThinkingOffWithoutBlock, "reasoning_effort", "reasoning.effort", "thinking", Exact, Exact, Approximated, "the last turn's thinking cannot be restored, so this request is made without thinking"),

        new(Labels, "metadata", "metadata", null, Exact, Exact, Ignored, "requests carry no labels"),
        new(PromptCache, "prompt_cache_key", "prompt_cache_key", null, Ignored, Ignored, Ignored, "the target has its own prompt cache"),
        new(TopLevelCacheMark, null, null, "cache_control", Ignored, Ignored, Exact, "the target has its own prompt cache"),
        new(LossRule.ServiceTier, "service_tier", "service_tier", "service_tier", Refused, Refused, Refused, "the target has no such tier", "serviceTiers"),
        new(Store, "store", "store", null, Approximated, Approximated, Approximated, "nothing is stored", "store"),
        new(StoredState, null, "previous_response_id", null, Refused, Refused, Refused, "what is stored with one provider is not known to another"),
        new(Include, null, "include", null, Ignored, Exact, Ignored, "there is nothing of the kind to include"),
        new(StreamObfuscation, "stream_options.include_obfuscation", "stream_options.include_obfuscation", null, Ignored, Ignored, Ignored, "streams are not padded"),
        new(MaxToolCalls, null, "max_tool_calls", null, Ignored, Exact, Ignored, "it limits tools that the service runs, and there are none"),
        new(ContextManagement, null, "context_management", "context_management", Refused, Refused, Refused, "the target does not edit its context"),
        new(Container, null, null, "container", Refused, Refused, Exact, "the target has no container"),
        new(McpServers, null, null, "mcp_servers", Refused, Refused, Exact, "the target calls no servers"),
        new(Place, null, null, "inference_geo", Refused, Refused, Exact, "a promise about place or account cannot be kept by another provider"),
        new(Speed, null, null, "speed", Ignored, Ignored, Exact, "there is no setting for speed"),
        new(Diagnostics, null, null, "diagnostics", Ignored, Ignored, Exact, "there are no diagnostics"),
        new(UserProfile, null, null, "user_profile_id", Ignored, Ignored, Exact, "there are no profiles"),
        new(Moderation, "moderation", "moderation", null, Exact, Exact, Refused, "the target moderates in its own way"),
        new(WebSearchOptions, "web_search_options", null, null, Refused, Refused, Refused, "the target does not search the web"),
        new(AgentField, "messages[].content[].tool_calls", "client_metadata", "context_management", Ignored, Ignored, Ignored, "an agent sends this field by default and works without it"),
        new(UnknownField, "(unknown)", "(unknown)", "(unknown)", Refused, Refused, Refused, "the router does not know this field"),
        new(UnknownValue, "(any)", "(any)", "(any)", Refused, Refused, Refused, "the router does not know this value"),
        new(UnknownPart, "messages[].content[]", "input[]", "messages[].content[]", Refused, Refused, Refused, "the router does not know this kind of content"),

        new(AnswerDocumentCitation, null, "output[].content[].annotations", "content[].citations", Approximated, Approximated, Approximated, "a citation of a document is left out"),
        new(AnswerUrlCitation, "choices[].message.annotations", "output[].content[].annotations", null, Exact, Exact, Approximated, "a citation of a web page is left out"),
        new(AnswerPhase, null, "output[].phase", null, Ignored, Exact, Ignored, "messages have no phase"),
        new(AnswerLogProbs, "choices[].logprobs", "output[].content[].logprobs", null, Exact, Exact, Approximated, "probabilities that nobody asked for are left out"),
        new(AnswerServicePart, "choices[]", "output[]", "content[]", Approximated, Approximated, Approximated, "what a service's own tool did is left out"),
        new(AnswerUnknownPart, "choices[]", "output[]", "content[]", Approximated, Approximated, Approximated, "a kind of content that the router does not know is left out"),
        new(AnswerUnknownFinish, "choices[].finish_reason", "status", "stop_reason", Approximated, Approximated, Approximated, "an unknown reason to end is read as a normal end"),
        new(AnswerUnparsedArguments, "choices[].message.tool_calls", "output[].arguments", null, Exact, Exact, Approximated, "arguments that are not a JSON object are sent as the text they are"),
        new(AnswerUsageAbsent, "usage", "usage", "usage", Approximated, Approximated, Approximated, "the upstream did not say what it used"),
    ];

    /// <summary>Top-level members that agents send by default, by dialect; <see cref="AgentField"/> (clients, "Codex CLI", "Claude Code").</summary>
    internal static readonly ImmutableArray<(Dialect Source, string Name)> AgentFields =
    [
        (Dialect.OpenAIResponses, "client_metadata"),
        (Dialect.AnthropicMessages, "context_management"),
    ];

    /// <summary>Types of tools that agents list by default, Codex the first and Cline both; <see cref="AgentTool"/>.</summary>
    internal static readonly ImmutableArray<(Dialect Source, string Type)> AgentTools =
    [
        (Dialect.OpenAIResponses, "web_search"),
        (Dialect.OpenAIResponses, "image_generation"),
    ];

    private static readonly FrozenDictionary<LossRule, LossRow> ByRule = Rows.ToFrozenDictionary(row => row.Rule);

    /// <summary>The row of a rule; every rule has one.</summary>
    internal static LossRow Of(LossRule rule) => ByRule[rule];

    /// <summary>
    /// The loss of a rule on the way from one dialect to another. A rule that the table calls exact there was met all the same, so the
    /// table is wrong: that is refused rather than hidden.
    /// </summary>
    /// <param name="path">The member in the words of <paramref name="source"/>; the row's own name for it when null.</param>
    internal static Loss Lose(LossRule rule, Dialect source, Dialect target, string? path = null)
    {
        var row = Of(rule);
        var fate = row.Towards(target);
        return new Loss(path ?? row.NameIn(source) ?? rule.ToString(), fate == Exact ? Refused : fate, row.Why);
    }
}
