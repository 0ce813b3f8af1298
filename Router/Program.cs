// The composition root.
Console.WriteLine("router");
