using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.T5Format.Configuration;

namespace FusionFunctions.T5Format.Tokenization;

/// <summary>Whether a model knows the tokens that a vocabulary makes of texts.</summary>
public static class VocabularyFit
{
    /// <param name="tokens">Ids are below this number.</param>
    /// <param name="tokenizer">The folder with the vocabulary, for messages.</param>
    /// <param name="config">The model's.</param>
    /// <exception cref="T5FormatException">The model has fewer embeddings.</exception>
    public static void Require(int tokens, string tokenizer, T5Config config)
    {
        if (tokens > config.VocabularySize)
            throw new T5FormatException(
                $"{tokenizer}: {ModelFiles.Vocabulary} has more tokens than the model has embeddings ({config.VocabularySize}). Name the model's own tokenizer as 'tokenizer:' of the model pool.");
    }
}
