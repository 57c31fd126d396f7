using FusionFunctions.Experiments;

namespace FusionFunctions.Tests.Experiments;

/// <summary>What a user reads when an experiment cannot be run: the place, what is wrong there, the remedy.</summary>
public sealed class BadExperimentTests
{
    private const string Pools = "modelpool: Seq2SeqLMPool/flan-t5-base_glue\ntaskpool: [cola]\n";

    [Theory]
    [InlineData("", "1:1: the experiment is empty; start with modelpool:, methods: and taskpool:")]
    [InlineData("# nothing yet\n", "1:1: the experiment is empty; start with modelpool:, methods: and taskpool:")]
    [InlineData("- dummy", "1:1: an experiment must be a mapping, not a list; write modelpool:, methods: and taskpool:")]
    [InlineData("dummy", "1:1: an experiment must be a mapping, not the text 'dummy'; write modelpool:, methods: and taskpool:")]
    [InlineData("methods: [dummy\nname: x", "1:10: this is not valid YAML: the text cannot be read beyond here; check the indentation, quotes and brackets here and above")]
    [InlineData("name: 'x\n", "1:7: this is not valid YAML: while scanning a quoted scalar, found unexpected end of stream; check the indentation, quotes and brackets here and above")]
    [InlineData("name: a: b", "1:8: this is not valid YAML: while scanning a plain scalar value, found invalid mapping; check the indentation, quotes and brackets here and above")]
    [InlineData("%YAML 3.0\n---\nname: x", "1:1: this is not valid YAML: found incompatible YAML document; check the indentation, quotes and brackets here and above")]
    [InlineData("name: x\n---\nname: y", "2:1: a second document starts here; keep one document a file")]
    [InlineData("name: x\nname: y", "2:1: the key 'name' is already at demo.yaml:1:1; remove one of them")]
    [InlineData("name: &x y", "1:7: the anchor '&x' is not supported; remove it and write values out")]
    [InlineData("name: *x", "1:7: the alias '*x' is not supported; write the value out")]
    [InlineData("name: !!str y", "1:7: the tag 'tag:yaml.org,2002:str' is not supported; remove it; quotes make a text of anything")]
    [InlineData("<<: { name: y }", "1:1: merge keys ('<<') are not supported; write the entries out")]
    [InlineData("? [name]\n: y", "1:3: a key must be a text; write 'key: value'")]
    [InlineData("name: x\0y", "1:8: the character U+0000 is not allowed; remove it")]
    public void Text_that_is_no_experiment_is_refused(string text, string message) => Refused(message, text);

    [Theory]
    [InlineData("nane: x", "3:1: an experiment has no key 'nane'; did you mean 'name'?")]
    [InlineData("method: [dummy]", "3:1: an experiment has no key 'method'; did you mean 'methods'?")]
    [InlineData("seed: 3", "3:1: an experiment has no key 'seed'; its keys are name, modelpool, methods, baselines, taskpool, dtype, precision, full_answers")]
    [InlineData("dtype: bf16", "3:8: there is no dtype 'bf16'; the dtypes are float32, float16, bfloat16")]
    [InlineData("dtype: bfloat", "3:8: there is no dtype 'bfloat'; did you mean 'bfloat16'?")]
    [InlineData("precision: fp32", "3:12: there is no precision 'fp32'; did you mean 'f32'?")]
    [InlineData("precision: 16", "3:12: 'precision' must be a text, not the number 16; put it in quotes: \"16\"")]
    [InlineData("full_answers: 1", "3:15: 'full_answers' must be true or false, not the number 1; write full_answers: true")]
    [InlineData("full_answers: 'true'", "3:15: 'full_answers' must be true or false, not the text 'true'; remove the quotes")]
    [InlineData("name: 3", "3:7: 'name' must be a text, not the number 3; put it in quotes: \"3\"")]
    [InlineData("name: true", "3:7: 'name' must be a text, not true; put it in quotes: \"true\"")]
    [InlineData("name: ", "3:6: 'name' must be a text, not nothing; write name: flan-t5-base-glue")]
    [InlineData("name: ../x", "3:7: the experiment has the name '../x', which cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', a '.' neither first nor last")]
    [InlineData("name: 'a b'", "3:7: the experiment has the name 'a b', which cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', a '.' neither first nor last")]
    [InlineData("name: x", "1:1: the experiment has neither 'methods' nor 'baselines'; add methods: [simple_average]")]
    public void Entry_of_the_experiment_that_is_wrong_is_refused(string entry, string message) => Refused(message, Pools + entry);

    [Theory]
    [InlineData("methods: []", "3:10: 'methods' must be a list with at least one item, not an empty list; write methods: [simple_average, task_arithmetic: { scaling_factor: 0.3 }]")]
    [InlineData("methods: dummy", "3:10: 'methods' must be a list with at least one item, not the text 'dummy'; write methods: [simple_average, task_arithmetic: { scaling_factor: 0.3 }]")]
    [InlineData("methods: [ties]", "3:11: there is no method 'ties'; did you mean 'ties_merging'?")]
    [InlineData("methods: [task_arithmatic]", "3:11: there is no method 'task_arithmatic'; did you mean 'task_arithmetic'?")]
    [InlineData("methods: [3]", "3:11: a method must be a text, not the number 3; put it in quotes: \"3\"")]
    [InlineData("methods: [[dummy]]", "3:11: a method must be a name, or a name with parameters, not a list; write methods: [simple_average, task_arithmetic: { scaling_factor: 0.3 }]")]
    [InlineData("methods:\n- { name: task_arithmetic, scaling_factor: 0.1 }", "4:5: an entry of 'methods' begins with 'name', which is no method; write methods: [simple_average, task_arithmetic: { scaling_factor: 0.3 }]")]
    [InlineData("methods:\n- task_arithmetic:\n  scaling_factor: 0.1", "5:3: the entry of 'task_arithmetic' goes on with 'scaling_factor'; indent parameters further than their method, and start each method with '- '")]
    [InlineData("methods: [task_arithmetic: 0.3]", "3:28: what follows 'task_arithmetic:' must be a mapping, not the number 0.3; write task_arithmetic: { parameter: value }")]
    [InlineData("methods: [simple_average: { weight: 1 }]", "3:29: the method 'simple_average' has no key 'weight'; its keys are include, exclude")]
    [InlineData("methods: [dummy, dummy]", "3:18: dummy {} is already at demo.yaml:3:11; remove one of them, or a value of the sweep")]
    [InlineData("methods: [task_arithmetic, task_arithmetic: { scaling_factor: [0.2, 3e-1] }]", "3:28: task_arithmetic {\"scaling_factor\":0.3} is already at demo.yaml:3:11; remove one of them, or a value of the sweep")]
    public void Method_that_is_wrong_is_refused(string methods, string message) => Refused(message, Pools + methods);

    [Theory]
    [InlineData("scaling-factor: 0.3", "5:5: the method 'ties_merging' has no key 'scaling-factor'; did you mean 'scaling_factor'?")]
    [InlineData("scaling_factor: '0.3'", "5:21: 'scaling_factor' must be a number from -1000000 to 1000000, not the text '0.3'; remove the quotes")]
    [InlineData("scaling_factor: 0,3", "5:21: 'scaling_factor' must be a number from -1000000 to 1000000, not the text '0,3'; write scaling_factor: 0.3")]
    [InlineData("scaling_factor: .nan", "5:21: 'scaling_factor' must be a number from -1000000 to 1000000, not the number .nan; write scaling_factor: 0.3")]
    [InlineData("scaling_factor: -.inf", "5:21: 'scaling_factor' must be a number from -1000000 to 1000000, not the number -.inf; write scaling_factor: 0.3")]
    [InlineData("scaling_factor: 1e999", "5:21: 'scaling_factor' must be a number from -1000000 to 1000000, not the number 1e999; write scaling_factor: 0.3")]
    [InlineData("scaling_factor:", "5:20: 'scaling_factor' must be a number from -1000000 to 1000000, not nothing; write scaling_factor: 0.3")]
    [InlineData("threshold: 101", "5:16: 'threshold' must be a number from 0 to 100, not the number 101; write threshold: 20")]
    [InlineData("threshold: [20, -1]", "5:21: 'threshold' must be a number from 0 to 100, not the number -1; write threshold: 20")]
    [InlineData("threshold: []", "5:16: 'threshold' has an empty list; give it a value, or remove it to use the default")]
    [InlineData("threshold: [20, 2e1]", "5:21: 'threshold' sweeps over the number 2e1 twice; remove one of them")]
    [InlineData("threshold: [[20]]", "5:17: 'threshold' must be a number from 0 to 100, not a list; write threshold: 20")]
    [InlineData("threshold: { from: 0, to: 10 }", "5:16: the range has no 'step'; add step: 0.1")]
    [InlineData("threshold: { from: 0, to: 10, stop: 1 }", "5:35: a range has no key 'stop'; did you mean 'step'?")]
    [InlineData("threshold: { from: 0, to: 10, step: 0 }", "5:16: steps of 0 do not lead from 0 to 10; write { from: 0.0, to: 1.0, step: 0.1 }")]
    [InlineData("threshold: { from: 0, to: 10, step: -1 }", "5:16: steps of -1 do not lead from 0 to 10; write { from: 0.0, to: 1.0, step: 0.1 }")]
    [InlineData("threshold: { from: 0, to: 1, step: 1e-20 }", "5:16: the range has more than 10000 values; take larger steps")]
    [InlineData("threshold: { from: 100, to: 100, step: 1e-28 }", "5:16: steps of 0.0000000000000000000000000001 are too small to lead on from 100; take larger steps")]
    [InlineData("threshold: { from: 100, to: 100, step: -1e-28 }", "5:16: steps of -0.0000000000000000000000000001 are too small to lead on from 100; take larger steps")]
    [InlineData("threshold: { from: 50, to: 50.000000000000000004, step: 1e-18 }", "5:16: steps of 0.000000000000000001 are too small to lead on from 50; take larger steps")]
    [InlineData("threshold: { from: 50, to: 50.00000000000001, step: 1e-26 }", "5:16: the range has more than 10000 values; take larger steps")]
    [InlineData("threshold: { from: 0, to: .inf, step: 1 }", "5:31: 'to' must be a decimal number, not the number .inf; write { from: 0.0, to: 1.0, step: 0.1 }")]
    [InlineData("threshold: { from: 0, to: 200, step: 50 }", "5:16: 'threshold' must be a number from 0 to 100, not the number 150; write threshold: 20")]
    [InlineData("merge_func: average", "5:17: 'merge_func' cannot be 'average'; its values are sum, mean, max")]
    [InlineData("merge_func: men", "5:17: 'merge_func' cannot be 'men'; did you mean 'mean'?")]
    [InlineData("merge_func: 3", "5:17: 'merge_func' must be one of sum, mean, max, not the number 3; write merge_func: \"sum\"")]
    [InlineData("merge_func: { from: 1 }", "5:17: 'merge_func' must be one of sum, mean, max, not a mapping; write merge_func: \"sum\"")]
    [InlineData("remove_keys: lm_head.weight", "5:18: 'remove_keys' must be a list of texts, not the text 'lm_head.weight'; write remove_keys: []")]
    [InlineData("remove_keys: [a, 1]", "5:22: 'remove_keys' must be a list of texts, not the number 1; write remove_keys: []")]
    [InlineData("remove_keys: [[a], b]", "5:24: 'remove_keys' must be a list of texts, not the text 'b'; write remove_keys: []")]
    [InlineData("remove_keys: [[a], [a]]", "5:24: 'remove_keys' sweeps over a list twice; remove one of them")]
    [InlineData("threshold: { from: 0, to: 100, step: 1 }\n    scaling_factor: { from: 0, to: 1, step: 0.01 }", "4:3: the sweeps give more than 10000 variants; give fewer values")]
    public void Parameter_that_is_wrong_is_refused(string parameter, string message) => Refused(message, $"{Pools}methods:\n- ties_merging:\n    {parameter}");

    [Theory]
    [InlineData("scale: 1", "5:5: the method 'weighted_average' has no key 'scale'; its keys are weights, normalize, include, exclude")]
    [InlineData("weights: []", "5:14: 'weights' must be a number or a list of numbers, each from -1000000 to 1000000, not an empty list; write weights: [1]")]
    [InlineData("weights: [1, 2]", "5:14: 'weights' has 2 numbers and the model pool 8 fine-tuned models; give one for each, in the pool's order, or one for all")]
    [InlineData("weights: [1, a]", "5:18: 'weights' must be a number or a list of numbers, each from -1000000 to 1000000, not the text 'a'; write weights: [1]")]
    [InlineData("weights: [1, [2]]", "5:18: 'weights' must be a number or a list of numbers, each from -1000000 to 1000000, not a list; write weights: [1]")]
    [InlineData("weights: '1'", "5:14: 'weights' must be a number or a list of numbers, each from -1000000 to 1000000, not the text '1'; remove the quotes")]
    [InlineData("weights: { from: 1, to: 2, step: 1 }", "5:14: 'weights' must be a number or a list of numbers, each from -1000000 to 1000000, not a mapping; write weights: [1]")]
    [InlineData("normalize: yes", "5:16: 'normalize' must be true or false, not the text 'yes'; write normalize: true")]
    [InlineData("normalize: 1", "5:16: 'normalize' must be true or false, not the number 1; write normalize: true")]
    [InlineData("normalize: [true, TRUE]", "5:23: 'normalize' sweeps over true twice; remove one of them")]
    public void Weight_that_is_wrong_is_refused(string parameter, string message) => Refused(message, $"{Pools}methods:\n- weighted_average:\n    {parameter}");

    [Theory]
    [InlineData("modelpool: flan-t5-base_glue", "2:12: there is no model pool 'flan-t5-base_glue'; did you mean 'Seq2SeqLMPool/flan-t5-base_glue'?")]
    [InlineData("modelpool: SequenceClassificationModelPool/roberta-base_glue", "3:11: the models of 'SequenceClassificationModelPool/roberta-base_glue' classify, and classification heads are not evaluated yet; write taskpool: dummy to merge them")]
    [InlineData("modelpool: mine", "2:12: there is no model pool 'mine'; write the pool out, or name one of Seq2SeqLMPool/flan-t5-base_individual, Seq2SeqLMPool/flan-t5-base_individual_lora16, Seq2SeqLMPool/flan-t5-base_glue, Seq2SeqLMPool/flan-t5-base_glue_lora16, Seq2SeqLMPool/flan-t5-large_glue_lora16, SequenceClassificationModelPool/roberta-base_glue")]
    [InlineData("modelpool: [a]", "2:12: 'modelpool' must be a name or a mapping, not a list; write a pool's name, or { models: { _pretrained_: org/name, glue-cola: ./cola } }")]
    [InlineData("modelpool: { tokenizer: ./base }", "2:12: the model pool has no 'models'; add models: { _pretrained_: org/name, glue-cola: ./cola }")]
    [InlineData("modelpool: { model: {} }", "2:14: a model pool has no key 'model'; did you mean 'models'?")]
    [InlineData("modelpool: { models: {} }", "2:22: 'models' is empty; add name: checkpoint, one line a model")]
    [InlineData("modelpool: { models: [./base] }", "2:22: 'models' must be a mapping, not a list; write name: checkpoint, one line a model")]
    [InlineData("modelpool: { models: { a/b: ./base } }", "2:24: a model has the name 'a/b', which cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', a '.' neither first nor last")]
    [InlineData("modelpool: { models: { ..: ./base } }", "2:24: a model has the name '..', which cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', a '.' neither first nor last")]
    [InlineData("modelpool: { models: { _pretrain_: ./base } }", "2:24: there is no special model '_pretrain_'; the pretrained model is '_pretrained_'; other names do not start and end with '_'")]
    [InlineData("modelpool: { models: { m: ./base, m: ./cola } }", "2:35: the key 'm' is already at demo.yaml:2:24; remove one of them")]
    [InlineData("modelpool: { models: { m: ./nowhere } }", "2:27: there is no folder './nowhere' (FOLDER/nowhere); paths are relative to the experiment file's folder")]
    [InlineData("modelpool: { models: { m: nowhere } }", "2:27: 'nowhere' is neither a folder nor a hub repository; write ./folder, org/name, org/name@revision or an https blob address")]
    [InlineData("modelpool: { models: { m: a/b/c } }", "2:27: 'a/b/c' is neither a folder nor a hub repository; write ./folder, org/name, org/name@revision or an https blob address")]
    [InlineData("modelpool: { models: { m: org/name@../x } }", "2:27: 'org/name@../x' is neither a folder nor a hub repository; write ./folder, org/name, org/name@revision or an https blob address")]
    [InlineData("modelpool: { models: { m: '' } }", "2:27: '' is neither a folder nor a hub repository; write ./folder, org/name, org/name@revision or an https blob address")]
    [InlineData("modelpool: { models: { m: \"./a\\0b\" } }", "2:27: './a b' is no path; write ./ and the path from the experiment's folder, up to 1024 characters")]
    [InlineData("modelpool: { models: { m: 'http://a.example/b/c' } }", "2:27: 'http://a.example/b/c' is not https, so no identity is shown to it; write https://account.blob.core.windows.net/container/folder")]
    [InlineData("modelpool: { models: { m: 'http://127.0.0.1/b/c' } }", "2:27: 'http://127.0.0.1/b/c' is not https, so no identity is shown to it; write https://account.blob.core.windows.net/container/folder")]
    [InlineData("modelpool: { models: { m: 'https://a.example/b?sig=x' } }", "2:27: the address carries a user, a query or a fragment, which would be written into reports; leave out what follows '?'; access is granted by identity")]
    [InlineData("modelpool: { models: { m: 'http://user:pw@a.example/b?sig=z' } }", "2:27: the address carries a user, a query or a fragment, which would be written into reports; leave out what follows '?'; access is granted by identity")]
    [InlineData("modelpool: { models: { m: 'https://a.example/' } }", "2:27: 'https://a.example/' names no folder; add /container/folder to the address")]
    [InlineData("modelpool: { models: { m: [./base] } }", "2:27: model 'm' must be a text or a mapping, not a list; write ./folder, org/name@revision, { base: org/name, adapter: ./lora } or { path: ./folder }")]
    [InlineData("modelpool: { models: { m: } }", "2:27: model 'm' must be a text, not nothing; write ./folder, org/name@revision or an https blob address")]
    [InlineData("modelpool: { models: { m: { adapter: ./cola } } }", "2:27: model 'm' has no 'base'; add base: org/name, the model that the adapter was trained on")]
    [InlineData("modelpool: { models: { m: { base: ./base } } }", "2:27: model 'm' has no 'adapter'; add adapter: ./lora, or write path: instead of base:")]
    [InlineData("modelpool: { models: { m: { base: ./base, lora: ./cola } } }", "2:43: model 'm' has no key 'lora'; its keys are base, adapter, path")]
    [InlineData("modelpool: { models: { m: { path: ./base, adapter: ./cola } } }", "2:43: model 'm' with a 'path' has no key 'adapter'; its keys are path")]
    [InlineData("modelpool: { models: { m: ./base }, tokenizer: { path: ./base } }", "2:48: 'tokenizer' must be a text, not a mapping; write ./folder, org/name@revision or an https blob address")]
    public void Model_pool_that_is_wrong_is_refused(string pool, string message) => Refused(message, $"methods: [dummy]\n{pool}\ntaskpool: [cola]");

    [Theory]
    [InlineData("taskpool: glue", "2:11: there is no task pool 'glue'; did you mean 'flan-t5_glue_text_generation'?")]
    [InlineData("taskpool: sst2", "2:11: there is no task pool 'sst2'; 'sst2' is a task: write [sst2]")]
    [InlineData("taskpool: 3", "2:11: 'taskpool' must be a name, a list of tasks or a mapping, not the number 3; write a task pool's name, or tasks: [cola, { name: sst2, limit: 200 }]")]
    [InlineData("taskpool: []", "2:11: 'taskpool' must be a list with at least one item, not an empty list; write tasks: [cola, { name: sst2, limit: 200 }]")]
    [InlineData("taskpool: { tasks: [] }", "2:20: 'tasks' must be a list with at least one item, not an empty list; write tasks: [cola, { name: sst2, limit: 200 }]")]
    [InlineData("taskpool: { max_length: 20 }", "2:11: the task pool has no 'tasks'; add tasks: [cola, { name: sst2, limit: 200 }]")]
    [InlineData("taskpool: { tasks: [cola], maxlength: 20 }", "2:28: a task pool has no key 'maxlength'; did you mean 'max_length'?")]
    [InlineData("taskpool: { tasks: [cola], max_length: 1 }", "2:40: 'max_length' must be a whole number from 2 to 512, not the number 1; write max_length: 10")]
    [InlineData("taskpool: { tasks: [cola], max_length: 10.5 }", "2:40: 'max_length' must be a whole number from 2 to 512, not the number 10.5; write max_length: 10")]
    [InlineData("taskpool: [sst-2]", "2:12: there is no task 'sst-2'; did you mean 'sst2'?")]
    [InlineData("taskpool: [glue-cola]", "2:12: there is no task 'glue-cola'; did you mean 'cola'?")]
    [InlineData("taskpool: [wnli_matched]", "2:12: there is no task 'wnli_matched'; the tasks are cola, mnli, mrpc, qnli, qqp, rte, sst2, stsb")]
    [InlineData("taskpool: [cola, { name: cola }]", "2:18: the task 'cola' is already at demo.yaml:2:12; remove one of them")]
    [InlineData("taskpool: [{ limit: 3 }]", "2:12: the task has no 'name'; add name: and one of the tasks' names")]
    [InlineData("taskpool: [{ name: cola, rows: 3 }]", "2:26: a task has no key 'rows'; its keys are name, dataset, split, limit")]
    [InlineData("taskpool: [{ name: cola, limit: 0 }]", "2:33: 'limit' must be a whole number from 1 to 2147483647, not the number 0; write limit: 200")]
    [InlineData("taskpool: [{ name: cola, limit: -3 }]", "2:33: 'limit' must be a whole number from 1 to 2147483647, not the number -3; write limit: 200")]
    [InlineData("taskpool: [{ name: cola, limit: 1e10 }]", "2:33: 'limit' must be a whole number from 1 to 2147483647, not the number 1e10; write limit: 200")]
    [InlineData("taskpool: [{ name: cola, limit: many }]", "2:33: 'limit' must be a whole number from 1 to 2147483647, not the text 'many'; write limit: 200")]
    [InlineData("taskpool: [{ name: cola, dataset: ./none.jsonl }]", "2:35: there is no file './none.jsonl' (FOLDER/none.jsonl); paths are relative to the experiment file's folder")]
    [InlineData("taskpool: [{ name: cola, dataset: ./cola.csv }]", "2:35: the data set './cola.csv' is of no known kind; data sets are read from .jsonl, .parquet, .tsv files")]
    [InlineData("taskpool: [{ name: cola, dataset: ./cola.jsonl, split: test }]", "2:56: a data set file has no splits; remove 'split', or remove 'dataset' (the text './cola.jsonl') to read the hub's")]
    [InlineData("taskpool: [{ name: cola, split: ../test }]", "2:33: a split has the name '../test', which cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', a '.' neither first nor last")]
    [InlineData("taskpool: [[cola]]", "2:12: a task must be a mapping, not a list; write its name, or { name: sst2, limit: 200 }")]
    public void Task_pool_that_is_wrong_is_refused(string pool, string message) => Refused(message, $"methods: [dummy]\n{pool}\nmodelpool: {{ models: {{ m: ./base }} }}");

    [Theory]
    [InlineData("baselines: []", "4:12: 'baselines' must be a list with at least one item, not an empty list; write baselines: [pretrained, fine_tuned], or leave the key out")]
    [InlineData("baselines: [finetuned]", "4:13: there is no baseline 'finetuned'; did you mean 'fine_tuned'?")]
    [InlineData("baselines: [individual, individual]", "4:25: this baseline is there twice; remove one of them")]
    [InlineData("baselines: [pretrained]", "4:13: the baseline 'pretrained' needs a model '_pretrained_'; add it to the model pool")]
    [InlineData("baselines: [individual, fine_tuned]", "4:25: the baseline 'fine_tuned' needs a model 'glue-rte' for the task 'rte'; add it to the model pool, or remove the task or the baseline")]
    [InlineData("methods: [simple_average, task_arithmetic]", "4:27: the method 'task_arithmetic' needs a model '_pretrained_'; add it to the model pool")]
    public void Method_or_baseline_that_the_pools_cannot_serve_is_refused(string entry, string message) =>
        Refused(message, $"modelpool:\n  models: {{ glue-cola: ./cola }}\ntaskpool: [cola, rte]\n{entry}");

    [Theory]
    [InlineData("baselines: [individual]", "3:13: the baseline 'individual' needs fine-tuned models and the model pool has none; add them to the model pool")]
    [InlineData("methods: [dummy, simple_average]", "3:18: the method 'simple_average' merges fine-tuned models and the model pool has none; add them to the model pool")]
    public void Method_or_baseline_that_needs_fine_tuned_models_is_refused_without(string entry, string message) =>
        Refused(message, $"modelpool: Seq2SeqLMPool/flan-t5-base_individual\ntaskpool: [cola]\n{entry}");

    [Fact]
    public void Method_with_no_name_near_it_is_refused_with_all_there_are()
    {
        var catalog = ExperimentFile.Catalog with { Methods = [.. ExperimentFile.Catalog.Methods.Where(method => method.Name is "dummy" or "simple_average")] };

        var error = Assert.Throws<ExperimentException>(() => ExperimentReader.Read($"{Pools}methods: [fisher_merging]", "demo.yaml", null, catalog));

        Assert.Equal("demo.yaml:3:11: there is no method 'fisher_merging'; the methods are dummy, simple_average", error.Message);
    }

    [Fact]
    public void Baseline_without_tasks_is_refused() => Refused(
        "3:13: baselines are evaluated and the task pool has no tasks; remove 'baselines' or choose another task pool",
        "modelpool: Seq2SeqLMPool/flan-t5-base_glue\ntaskpool: dummy\nbaselines: [pretrained]");

    [Fact]
    public void Half_a_character_is_refused() =>
        Refused("2:9: the character U+D800 is not allowed; remove it", "dtype: float32\nname: 😀\ud800");

    private static void Refused(string message, string text) => Assert.Equal($"demo.yaml:{message}", ExperimentFile.Refused(text));
}
