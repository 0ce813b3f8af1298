// Sends an answer, whole or frame by frame, with the faults that happen on the way.
using System.Buffers;
using Router.Inference;

namespace Router.Simulator;

internal static class AnswerSender
{
    /// <summary>What is written is given this long to leave the machine before the connection is cut.</summary>
    private static readonly TimeSpan CutDelay = TimeSpan.FromMilliseconds(50);

    internal static async Task Send(Exchange exchange, Script script, FaultKind fault)
    {
        using IAnswerWriter writer = script.Request.Dialect switch
        {
            Dialect.OpenAIChat => new ChatWriter(script),
            Dialect.OpenAIResponses => new ResponsesWriter(script),
            Dialect.AnthropicMessages => new MessagesWriter(script),
        };
        var isStream = script.Request.Stream;
        exchange.Begin(StatusCodes.Status200OK, isStream ? "text/event-stream; charset=utf-8" : "application/json");
        if (isStream)
        {
            exchange.Http.Response.Headers.CacheControl = "no-cache";
        }

        if (fault == FaultKind.Silent)
        {
            await exchange.Http.Response.BodyWriter.FlushAsync(exchange.Stop);
            await exchange.Wait(SimulatorFaults.SilentDelay);
        }

        await (isStream ? SendStream(exchange, writer, fault) : SendBody(exchange, writer, fault));
    }

    private static async Task SendBody(Exchange exchange, IAnswerWriter writer, FaultKind fault)
    {
        if (fault == FaultKind.Endless)
        {
            await SendBlanks(exchange);
        }

        var bytes = JsonText.Bytes(writer.WriteBody);
        if (fault is FaultKind.Cut or FaultKind.CutFirst or FaultKind.Stall)
        {
            await Write(exchange, fault == FaultKind.CutFirst ? default : bytes[..(bytes.Length / 2)], fault);
            await Break(exchange, fault);
            return;
        }

        if (fault != FaultKind.Silent)
        {
            exchange.Http.Response.ContentLength = fault == FaultKind.Endless ? null : bytes.Length;
        }

        await Write(exchange, bytes, fault);
    }

    private static async Task SendStream(Exchange exchange, IAnswerWriter writer, FaultKind fault)
    {
        var began = exchange.Time.GetTimestamp();
        var content = 0;
        foreach (var frame in writer.Stream())
        {
            if (BreaksAt(fault, frame.Kind, content))
            {
                await FailOrBreak(exchange, writer, fault);
                return;
            }

            await Write(exchange, frame.Bytes, fault);
            content += frame.Kind == FrameKind.Content ? 1 : 0;
            if (fault == FaultKind.Endless && frame.Kind == FrameKind.Content)
            {
                if (exchange.Time.GetElapsedTime(began) > SimulatorFaults.EndlessLimit)
                {
                    exchange.Http.Abort();
                    return;
                }

                await exchange.Wait(SimulatorFaults.EndlessDelay);
            }
        }
    }

    private static bool BreaksAt(FaultKind fault, FrameKind next, int content) => fault switch
    {
        FaultKind.ErrorFirst => true,
        FaultKind.CutFirst => next != FrameKind.Frame,
        FaultKind.ErrorMidstream or FaultKind.Cut or FaultKind.Stall =>
            next == FrameKind.End || (next == FrameKind.Content && content == SimulatorFaults.PiecesBeforeFault),
        _ => false,
    };

    private static async Task FailOrBreak(Exchange exchange, IAnswerWriter writer, FaultKind fault)
    {
        if (fault is FaultKind.Cut or FaultKind.CutFirst or FaultKind.Stall)
        {
            await Break(exchange, fault);
            return;
        }

        foreach (var frame in writer.Failure(SimulatedError.InStream, exchange.RequestId))
        {
            await Write(exchange, frame.Bytes, fault);
        }
    }

    private static async Task Break(Exchange exchange, FaultKind fault)
    {
        if (fault == FaultKind.Stall)
        {
            await exchange.WaitForEver();
        }

        await exchange.Wait(CutDelay);
        exchange.Http.Abort();
    }

    /// <summary>White space may stand before a JSON body, so a body too can go on for ever.</summary>
    private static async Task SendBlanks(Exchange exchange)
    {
        var began = exchange.Time.GetTimestamp();
        while (exchange.Time.GetElapsedTime(began) <= SimulatorFaults.EndlessLimit)
        {
            exchange.Http.Response.BodyWriter.Write(" "u8);
            await exchange.Http.Response.BodyWriter.FlushAsync(exchange.Stop);
            await exchange.Wait(SimulatorFaults.EndlessDelay);
        }
    }

    private static async Task Write(Exchange exchange, ReadOnlyMemory<byte> bytes, FaultKind fault)
    {
        var body = exchange.Http.Response.BodyWriter;
        if (fault != FaultKind.Drip)
        {
            await body.WriteAsync(bytes, exchange.Stop);
            return;
        }

        for (var index = 0; index < bytes.Length; index++)
        {
            await body.WriteAsync(bytes.Slice(index, 1), exchange.Stop);
            await exchange.Wait(SimulatorFaults.DripDelay);
        }
    }
}
