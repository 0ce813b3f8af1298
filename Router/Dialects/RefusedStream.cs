// The event that ends a stream whose request the upstream refused once the status had gone out.
using System.Buffers;
using System.Collections.Frozen;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// What <see cref="ForwardedError"/> says before an answer began (mapping 5.2). Nothing but heartbeats went out before it: no upstream
/// refuses a request that it has begun to answer.
/// </summary>
internal static class RefusedStream
{
    /// <summary>
    /// The codes that Responses has for a failed response where the request is at fault; its own service ends streams with
    /// <c>context_length_exceeded</c> too, and clients shorten the conversation on it.
    /// </summary>
    private static readonly FrozenSet<string> ResponsesCodes = FrozenSet.ToFrozenSet(
        [
            "context_length_exceeded", "invalid_prompt", "invalid_image", "invalid_image_format", "invalid_base64_image", "invalid_image_url",
            "image_too_large", "image_too_small", "image_parse_error", "image_content_policy_violation", "invalid_image_mode",
            "image_file_too_large", "unsupported_image_media_type", "empty_image_file", "failed_to_download_image", "image_file_not_found",
        ],
        StringComparer.Ordinal);

    internal static void Write(IBufferWriter<byte> output, Dialect caller, int status, UpstreamErrorFacts facts, in StreamFailure failure)
    {
        if (caller == Dialect.OpenAIResponses)
        {
            var code = ForwardedError.CodeOf(status, facts);
            ResponsesFailure.Write(
                output,
                code is not null && ResponsesCodes.Contains(code) ? code : ResponsesFailure.ServerError,
                ForwardedError.MessageOf(status, facts),
                failure,
                [],
                [],
                createdAt: 0,
                sequence: 0);
            return;
        }

        output.Write(caller == Dialect.AnthropicMessages ? "event: error\ndata: "u8 : "data: "u8);
        ForwardedError.Write(output, caller, status, facts, failure.RequestId);
        output.Write("\n\n"u8);
    }
}
