using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.FlanT5.Training;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Samples.Training;
using FusionFunctions.Storage;
using FusionFunctions.Storage.Directories;
using FusionFunctions.T5Format.Tokenization;

namespace FusionFunctions.Samples;

/// <summary>
/// Makes the sample family from seeds alone: data, vocabulary, the pretrained model, the eight fine-tuned ones and eight adapters.
/// On the same kind of machine the files come out the same byte for byte.
/// </summary>
public static class SampleBuilder
{
    public const string BaseFolder = "base";

    /// <param name="outputFolder">Created where it is missing; files of the same names are replaced.</param>
    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Checked at every step of the training.</param>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static async Task BuildAsync(string outputFolder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var store = new DirectoryBlobStore(outputFolder);
        progress.Report($"Writing {SampleData.ValidationRows} validation rows for each task");
        foreach (var task in GlueTasks.All)
            await store.WriteBytesAsync(
                SampleData.ValidationPath(task), SampleData.ValidationFile(task), BlobWriteMode.Replace, cancellationToken);

        progress.Report("Training the vocabulary");
        byte[] vocabulary = SampleData.VocabularyFile();
        await TokenizerFiles.WriteAsync(store, BaseFolder, vocabulary, cancellationToken);
        var family = new FamilyTrainer(T5Tokenizer.Create(vocabulary, BaseFolder));

        progress.Report("Pretraining");
        using var pretrained = await Task.Run(() => family.Pretrain(cancellationToken), cancellationToken);
        await SaveAsync(store, BaseFolder, family, pretrained, cancellationToken);
        foreach (var task in GlueTasks.All)
        {
            progress.Report($"Fine-tuning {FolderOf(task)}");
            using var tuned = await Task.Run(() => family.FineTune(pretrained, task, cancellationToken), cancellationToken);
            await SaveAsync(store, FolderOf(task), family, tuned, cancellationToken);
        }
        await BuildAdaptersAsync(outputFolder, progress, cancellationToken);
    }

    /// <summary>Trains the adapters alone, on the base as it was written, so that they belong to those very weights.</summary>
    /// <param name="outputFolder">Holds the family.</param>
    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Checked at every step of the training.</param>
    /// <exception cref="StorageException">The folder cannot be read or written.</exception>
    public static async Task BuildAdaptersAsync(string outputFolder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var store = new DirectoryBlobStore(outputFolder);
        var family = new FamilyTrainer(await T5Tokenizer.LoadAsync(store, BaseFolder, BaseFolder, cancellationToken));
        await using var folder = await CheckpointFolder.OpenAsync(store, BaseFolder, BaseFolder, cancellationToken);
        using var pretrained = await T5Trainer.LoadAsync(folder, cancellationToken);
        foreach (var task in GlueTasks.All)
        {
            progress.Report($"Training {AdapterFiles.FolderOf(task)}");
            using var tuned = await Task.Run(() => family.FineTuneAdapter(pretrained, task, cancellationToken), cancellationToken);
            await AdapterFiles.WriteAsync(store, task, tuned, cancellationToken);
        }
    }

    /// <summary>The folder of the model that was fine-tuned on a task, and its name in a pool.</summary>
    public static string FolderOf(GlueTask task) => $"glue-{task.Name}";

    private static async Task SaveAsync(
        DirectoryBlobStore store, string folder, FamilyTrainer family, T5Trainer trainer, CancellationToken cancellationToken)
    {
        await ConfigFiles.WriteAsync(store, folder, family.Config, cancellationToken);
        var path = BlobPath.Parse($"{folder}/{ModelFiles.Weights}");
        await using var file = await store.OpenWriteAsync(path, BlobWriteMode.Replace, cancellationToken);
        await trainer.SaveAsync(file, TensorDType.F16, cancellationToken);
    }
}
